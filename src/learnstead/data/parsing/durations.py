"""How long something takes, told by people: "6 to 10 weeks", "3 mois", "4 half-days"."""

import math
import re
from dataclasses import dataclass

# Words that begin like this, in the languages courses are offered in, and how many of them make a week.
_UNITS = (
    (r"half-?\s?da", 10),
    (r"hours?\b|hrs?\b|horas?\b|heures?\b", 40),
    (r"days?\b|d[ií]as?\b|jours?\b", 5),
    (r"weeks?\b|semanas?\b|semaines?\b|settiman[ae]\b", 1),
    (r"months?\b|mes(?:es)?\b|mois\b|mes[ei]\b", 0.25),
)
_SPAN = re.compile(
    r"\s*(?P<least>\d+(?:[.,]\d+)?)\s*(?:(?:to|-|–)\s*(?P<most>\d+(?:[.,]\d+)?))?[\s-]*(?P<unit>[^\W\d_]+(?:-\w+)?)"  # noqa: RUF001 - the dash people type
)


@dataclass(frozen=True)
class Duration:
    """What was said, and the whole weeks it means; a week has five days, and no less than one is counted."""

    text: str = ""
    min_weeks: int | None = None
    max_weeks: int | None = None


def duration(text: str | None) -> Duration:
    """The weeks in a text that begins with a number or two and a unit; else only the text."""
    span = _SPAN.match((text or "").lower())
    in_a_week = _in_a_week(span["unit"]) if span else None
    if span is None or in_a_week is None:
        return Duration(text=text or "")
    ends = sorted(_weeks(number, in_a_week) for number in (span["least"], span["most"] or span["least"]))
    return Duration(text=text or "", min_weeks=ends[0], max_weeks=ends[1])


def weeks(number: int | None) -> Duration:
    """A number of weeks, in words too; nothing when there is none."""
    if not number:
        return Duration()
    return Duration(text=f"{number} week{'s' * (number > 1)}", min_weeks=number, max_weeks=number)


def _in_a_week(unit: str) -> float | None:
    return next((many for pattern, many in _UNITS if re.match(pattern, unit)), None)


def _weeks(number: str, in_a_week: float) -> int:
    return max(math.ceil(float(number.replace(",", ".")) / in_a_week), 1)
