"""When something is locked."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from learnstead.kernel.errors import Terminal

# Times that do not say where they are meant are those of the institution.
HOME = ZoneInfo("America/New_York")


class UnreadableTime(Terminal):
    """A time that nobody can read."""


def instant(text: Any) -> datetime | None:
    """The instant a time means: as it says (``Z`` is UTC), else in the zone of the institution."""
    told = str(text or "").strip()
    if not told or told.lower() == "nil":
        return None
    try:
        found = datetime.fromisoformat(told)
    except ValueError as problem:
        raise UnreadableTime(f"{told!r} is no time") from problem
    return (found.replace(tzinfo=HOME) if found.tzinfo is None else found).astimezone(UTC)


def is_locked(said: Mapping[str, Any], *, now: datetime) -> bool:
    """Whether it is not open yet, or not any more; what has a time nobody can read stays locked."""
    try:
        unlock_at, lock_at = instant(said.get("unlock_at")), instant(said.get("lock_at"))
    except UnreadableTime:
        return True
    return bool((unlock_at and now < unlock_at) or (lock_at and now > lock_at))


def next_change(said: Iterable[Mapping[str, Any]], *, now: datetime) -> datetime | None:
    """The first instant to come at which something opens or closes."""
    coming = []
    for one in said:
        for name in ("unlock_at", "lock_at"):
            try:
                when = instant(one.get(name))
            except UnreadableTime:
                continue
            if when and when > now:
                coming.append(when)
    return min(coming, default=None)
