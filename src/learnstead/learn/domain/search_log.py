"""What is looked for, and what of it leads nowhere: counts by day and text, of nobody in particular.

Neither who asked nor when on the day is kept; what looks like an address or a number of a person is left out.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import F, Sum
from django.db.models.functions import Greatest

from learnstead.learn.models import SearchTally

KEPT = timedelta(days=90)
LONGEST = 120
_PRIVATE = re.compile(r"\S+@\S+|\+?(?:\d[\s()-]*){8,}")
_UPSERT = (
    "INSERT INTO learn_searchtally (day, text, asked, unanswered, opened, found) VALUES (%s, %s, 1, %s, 0, %s)"
    " ON CONFLICT (day, text) DO UPDATE SET asked = learn_searchtally.asked + 1,"
    " unanswered = learn_searchtally.unanswered + excluded.unanswered, found = excluded.found"
)


@dataclass(frozen=True)
class Line:
    """A text with its counts over some days. ``abandoned`` searches had results that nobody opened."""

    text: str
    asked: int
    unanswered: int
    abandoned: int


def normal(text: str) -> str:
    """A text as it is counted: small letters, single spaces, and nothing that may name a person by number or mail."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_PRIVATE.sub("…", plain).split())[:LONGEST].strip()


def note_asked(*, text: str, found: int, on: date) -> None:
    """Count one search, in one small statement."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [on, text, int(found == 0), found])


def note_opened(*, text: str, on: date) -> None:
    """Count that a result was opened; a search of before midnight counts where it can."""
    days = (on, on - timedelta(days=1))
    newest = SearchTally.objects.filter(text=text, day__in=days).order_by("-day").values("pk")[:1]
    SearchTally.objects.filter(pk__in=newest).update(opened=F("opened") + 1)


def top(*, since: date, limit: int) -> Sequence[Line]:
    """What is looked for most."""
    return _lines("all_asked", since, limit)


def unanswered(*, since: date, limit: int) -> Sequence[Line]:
    """What is looked for and not found."""
    return _lines("all_unanswered", since, limit)


def abandoned(*, since: date, limit: int) -> Sequence[Line]:
    """What is found, and nobody opens any of it."""
    return _lines("all_abandoned", since, limit)


def forget(*, before: date) -> int:
    """Remove the counts of days before this one; returns how many."""
    return SearchTally.objects.filter(day__lt=before).delete()[0]


def _lines(which: str, since: date, limit: int) -> Sequence[Line]:
    rows = (
        SearchTally.objects.filter(day__gte=since)
        .order_by()
        .values("text")
        .annotate(
            all_asked=Sum("asked"),
            all_unanswered=Sum("unanswered"),
            all_abandoned=Greatest(Sum("asked") - Sum("unanswered") - Sum("opened"), 0),
        )
        .filter(**{f"{which}__gt": 0})
        .order_by(f"-{which}", "text")[:limit]
    )
    return [Line(row["text"], row["all_asked"], row["all_unanswered"], row["all_abandoned"]) for row in rows]
