"""Times of day in words: "9:00 AM - 5:00 PM EDT", "8 - 1 PM", "noon"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")

# People say "EST" in summer too; what they mean is the clock on the wall.
ZONES = {
    **dict.fromkeys(("ET", "EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("CT", "CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("MT", "MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PT", "PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("GMT", "UTC"), "UTC"),
    "BST": "Europe/London",
    **dict.fromkeys(("CET", "CEST"), "Europe/Paris"),
    "SGT": "Asia/Singapore",
    "JST": "Asia/Tokyo",
}
ZONE = re.compile(rf"\b(?:{'|'.join(ZONES)})\b")
NOON = re.compile(r"\bnoon\b", re.IGNORECASE)

ONE = r"(\d{1,2})(?::(\d\d))?\s*(?:([ap])\.?m\b\.?)?"
SINGLE = re.compile(rf"(?<![\d:]){ONE}(?![\d:])", re.IGNORECASE)
RANGE = re.compile(rf"(?<![\d:]){ONE}\s*(?:-|–|—|\bto\b)\s*{ONE}(?![\d:])", re.IGNORECASE)  # noqa: RUF001 - dashes as written

HALF_A_DAY = 12
MORNING = 7
"""An hour before this one, without "AM" or "PM", is one in the afternoon."""

Written = tuple[str, str | None, str | None]
"""Hour, minute, and "a" or "p" when it says which half of the day."""


@dataclass(frozen=True)
class Hours:
    """When something begins and ends on the clock of ``zone``. ``rest`` are the words around it."""

    begins: time
    ends: time
    zone: ZoneInfo
    rest: str


def hours_in(text: str) -> Hours | None:
    """What the text says about the time of day; None when it says nothing, or nothing we understand."""
    zone = ZONE.search(text)
    words = NOON.sub("12:00 PM", ZONE.sub(" ", text))
    ranges = [found for found in RANGE.finditer(words) if _is_time(found)]
    found = ranges or [single for single in SINGLE.finditer(words) if _is_time(single)]
    if not found:
        return None
    try:
        begins, ends = _both(_written(found[0])[0], _written(found[-1])[-1])
    except ValueError:  # 32:00
        return None
    where = ZoneInfo(ZONES[zone.group()]) if zone else EASTERN
    return Hours(begins=begins, ends=ends, zone=where, rest=f"{words[: found[0].start()]} {words[found[-1].end() :]}")


def _is_time(found: re.Match[str]) -> bool:
    """A number alone may be anything; with minutes, with AM or PM, or with nothing around a range it is a time."""
    says = any(minute or half for _, minute, half in _written(found))
    return says or (found.re is RANGE and found.group().strip() == found.string.strip())


def _written(found: re.Match[str]) -> Sequence[Written]:
    groups = found.groups()
    return [(groups[at], groups[at + 1], groups[at + 2]) for at in range(0, len(groups), 3)]


def _both(first: Written, second: Written) -> tuple[time, time]:
    """Where only one says AM or PM, the other is in that half of the day if that keeps them in order."""
    begins, ends = _halves(first), _halves(second)
    said_first, said_second = first[2], second[2]
    if said_first and not said_second:
        return begins[0], min((one for one in ends if one >= begins[0]), default=ends[-1])
    if said_second and not said_first:
        return max((one for one in begins if one <= ends[0]), default=begins[0]), ends[0]
    return begins[0], ends[0]


def _halves(written: Written) -> list[time]:
    """The times this may be, the likely one first."""
    hour, minute, half = int(written[0]), int(written[1] or 0), (written[2] or "").lower()
    early, late = hour % HALF_A_DAY, hour % HALF_A_DAY + HALF_A_DAY
    if half:
        return [time(late if half == "p" else early, minute)]
    if hour > HALF_A_DAY or written[0].startswith("0"):
        return [time(hour, minute)]
    likely = [late, early] if hour < MORNING or hour == HALF_A_DAY else [early, late]
    return [time(hour, minute) for hour in likely]
