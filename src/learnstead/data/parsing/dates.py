"""Days and times as people and feeds write them, told in UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import dateparser  # type: ignore[import-untyped]  # it comes without types

from learnstead.data.parsing.hours import EASTERN, hours_in

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
DAY = re.compile(r"\b[0-3]?\d(?:st|nd|rd|th)?\b", re.IGNORECASE)
NOON = time(12)
MIDNIGHT = time(0)


def local_moment(text: str | None, *, zone: ZoneInfo = EASTERN) -> datetime | None:
    """An ISO 8601 date or time. Its own offset counts; without one it is meant in ``zone``. None when empty."""
    if not text or not text.strip():
        return None
    read = datetime.fromisoformat(text.strip())
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def event_times(starts: str | None, ends: str | None, hours: str | None) -> tuple[datetime, datetime]:
    """When an event begins and ends, from two ISO dates and words such as "9:00 AM - 5:00 PM EDT".

    A missing date is that of the other. Words that name no time mean noon. An end before the start is the start.
    Raises ValueError without any date.
    """
    first, last = date.fromisoformat(starts or ends or ""), date.fromisoformat(ends or starts or "")
    said = hours_in(hours or "")
    begins, finishes, zone = (said.begins, said.ends, said.zone) if said else (NOON, NOON, EASTERN)
    start = _at(first, begins, zone)
    return start, max(start, _at(last, finishes, zone))


def told_in_prose(text: str, *, now: datetime) -> tuple[datetime, datetime] | None:
    """When something begins and ends that is told as in "Thursday, May 2, 12:00 - 1:00 PM ET"; None without a day.

    A missing year is the one in which the weekday fits, else the one nearest to ``now``.
    """
    said = hours_in(text)
    words = said.rest if said else text
    day = _day_in(re.sub(r"[|·•]|\bat\b", " ", words), now=now)
    if day is None:
        return None
    begins, finishes, zone = (said.begins, said.ends, said.zone) if said else (MIDNIGHT, MIDNIGHT, EASTERN)
    start = _at(day, begins, zone)
    return start, max(start, _at(day, finishes, zone))


def is_over(begins: datetime, ends: datetime, *, now: datetime) -> bool:
    """Whether an event has passed; one whose end nobody told is over a day after it began."""
    return now > (ends if ends > begins else begins + timedelta(days=1))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _day_in(words: str, *, now: datetime) -> date | None:
    if not DAY.search(YEAR.sub("", words)):
        return None
    if YEAR.search(words):
        return _parsed(words)
    found = [day for year in (now.year - 1, now.year, now.year + 1) if (day := _parsed(f"{words} {year}"))]
    fitting = [day for day in found if _weekday_fits(day, words)] or found
    return min(fitting, key=lambda day: abs(day - now.date()), default=None)


def _parsed(words: str) -> date | None:
    found = dateparser.parse(words, languages=["en"], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return found.date() if found else None


def _weekday_fits(day: date, words: str) -> bool:
    return re.search(rf"\b{WEEKDAYS[day.weekday()]}", words, re.IGNORECASE) is not None
