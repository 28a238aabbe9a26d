"""How many hours a week something asks for: "5-6 hours/week", "7 hrs/wk"."""

import re
from dataclasses import dataclass

_HOURS = re.compile(r"\s*(\d+)\s*(?:(?:to|-|–)\s*(\d+))?\s*(?:h\b|hrs?\b|hours?\b|horas?\b|heures?\b)", re.IGNORECASE)  # noqa: RUF001 - the dash people type


@dataclass(frozen=True)
class Effort:
    """What was said, and the hours a week it means, the smaller number first."""

    text: str = ""
    min_hours: int | None = None
    max_hours: int | None = None


def effort(text: str | None) -> Effort:
    """The hours in a text that begins with them; else only the text."""
    found = _HOURS.match(text or "")
    if not found:
        return Effort(text=text or "")
    least, most = sorted((int(found[1]), int(found[2] or found[1])))
    return Effort(text=text or "", min_hours=least, max_hours=most)


def hours(least: int | None, most: int | None) -> Effort:
    """One or two numbers of hours, in whatever order, in words too; nothing when there is none."""
    told = sorted(number for number in (least, most) if number)
    if not told:
        return Effort()
    low, high = told[0], told[-1]
    span = f"{low}-{high}" if low != high else f"{high}"
    return Effort(text=f"{span} hour{'s' * (high > 1)}/week", min_hours=low, max_hours=high)


def whole(number: object) -> int | None:
    """A whole number that may have come as text; None when it is none."""
    try:
        return int(str(number))
    except ValueError:
        return None
