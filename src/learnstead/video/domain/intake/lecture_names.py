"""What the name of a file says that a recorder in a lecture hall made.

Such a name has the course, ``-lec-mit-0000-``, the date, the time, and perhaps which session it was:
``MIT-6.046-2017-Spring-lec-mit-0000-2017apr06-0404-L01.mp4``. Source: the reference of the video context, section 1.5.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

UNSORTED = "Unsorted"
NAME = re.compile(
    r"(?P<course>.+)-lec-mit-0000-(?P<date>\w+)-(?P<time>\d+)(?:-(?P<session>[L\d\-]+))?.*\.\w", re.DOTALL
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DATE = re.compile(r"(\d{4})([a-z]{3})(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class Lecture:
    """``collection`` is where it belongs, ``title`` what it is called; ``recorded`` is None when no date was found."""

    collection: str
    title: str
    recorded: date | None = None


def lecture_of(name: str) -> Lecture:
    """Read the name of a file; one that is not like the others goes to the unsorted ones, called as it is."""
    found = NAME.match(name)
    if not found:
        return Lecture(collection=UNSORTED, title=name)
    parts = [found["course"], *([found["session"]] if found["session"] else [])]
    day = _day(found["date"])
    spoken = f"{FULL_MONTHS[day.month - 1]} {day:%d, %Y}" if day else found["date"]
    return Lecture(collection="-".join(parts), title=f"Lecture - {spoken}", recorded=day)


def _day(text: str) -> date | None:
    """``2017apr06``, whatever language this machine speaks."""
    found = DATE.fullmatch(text)
    if not found or found[2].lower() not in MONTHS:
        return None
    with suppress(ValueError):
        return date(int(found[1]), MONTHS.index(found[2].lower()) + 1, int(found[3]))
    return None
