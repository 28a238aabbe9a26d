"""Events as calendars read them (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from learnstead.kernel import prose
from learnstead.learn.models import FeedItem
from learnstead.learn.web.addresses import absolute

MEDIA_TYPE = "text/calendar"
LONGEST_LINE = 75  # bytes; longer lines are folded
# An event that does not say when it ends.
USUAL_LENGTH = timedelta(hours=1)
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Learnstead//Events//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")


def calendar(events: Iterable[FeedItem]) -> bytes:
    """A calendar with those of these events that have a time."""
    lines = [*HEAD, *(line for event in events for line in _event(event)), "END:VCALENDAR"]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(event: FeedItem) -> Iterator[str]:
    begins = event.event_datetime
    if begins is None:
        return
    page = absolute(event.get_absolute_url())
    text = prose.text_of_html(event.summary or event.content)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.slug}@{page.partition('://')[2].partition('/')[0]}"
    yield f"DTSTAMP:{_time(event.changed_at)}"
    yield f"DTSTART:{_time(begins)}"
    yield f"DTEND:{_time(event.event_end_datetime or begins + USUAL_LENGTH)}"
    yield f"SUMMARY:{_text(event.title)}"
    if text:
        yield f"DESCRIPTION:{_text(text)}"
    if event.location:
        yield f"LOCATION:{_text(', '.join(event.location))}"
    yield f"URL:{page}"
    yield "END:VEVENT"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, never cut inside a letter; all but the first begin with a space."""
    piece = ""
    for letter in line:
        if len(f"{piece}{letter}".encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
