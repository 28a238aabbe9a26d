"""How something is taught, as offerors call it."""

from typing import Literal

Way = Literal["online", "hybrid", "in_person", "offline"]

_WAYS: dict[str, Way] = {
    "online": "online",
    "live online": "online",
    "live virtual": "online",
    "hybrid": "hybrid",
    "blended": "hybrid",
    "in person": "in_person",
    "in-person": "in_person",
    "on campus": "in_person",
    "offline": "offline",
}


def delivery(words: str | None) -> list[Way]:
    """What it is; online when nothing is said or nobody knows the word."""
    return [_WAYS.get((words or "").strip().lower(), "online")]
