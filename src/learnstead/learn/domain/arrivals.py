"""What came last, without looking at everything there is.

Each source has its place in an index by kind, so that a catalogue of fifty thousand costs as little as one of fifty:
the sources are walked from one to the next, and only the newest few of each are read.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import connection

SHOWN = "published AND NOT test_mode"
SOURCES_AND_THEIR_NEWEST = f"""
WITH RECURSIVE giver(kind, source, platform) AS (
    SELECT kind, first.source, first.platform FROM unnest(%(kinds)s::text[]) AS kind CROSS JOIN LATERAL (
        SELECT source, platform FROM learn_learningresource WHERE {SHOWN} AND resource_type = kind
        ORDER BY source, platform LIMIT 1) first
  UNION ALL
    SELECT giver.kind, next.source, next.platform FROM giver CROSS JOIN LATERAL (
        SELECT source, platform FROM learn_learningresource WHERE {SHOWN} AND resource_type = giver.kind
        AND (source, platform) > (giver.source, giver.platform) ORDER BY source, platform LIMIT 1) next
)
SELECT giver.source, giver.platform, newest.id, newest.site = '', newest.first_published_at, newest.title
FROM giver CROSS JOIN LATERAL (
    SELECT id, site, first_published_at, title FROM learn_learningresource WHERE {SHOWN}
    AND resource_type = giver.kind AND source = giver.source AND platform = giver.platform
    ORDER BY first_published_at DESC LIMIT %(at_most)s) newest
"""  # noqa: S608 - no word of it comes from outside


class _Arrival(NamedTuple):
    source: str
    platform: str
    pk: int
    is_elsewhere: bool
    at: datetime
    title: str


def newest(kinds: Sequence[str], *, at_most: int) -> list[int]:
    """What came last of these kinds, by number; sources take turns, ours first in each, so that none fills it alone."""
    with connection.cursor() as cursor:
        cursor.execute(SOURCES_AND_THEIR_NEWEST, {"kinds": list(kinds), "at_most": at_most})
        rows = [_Arrival(*row) for row in cursor.fetchall()]
    turns = []
    rows.sort(key=lambda row: (row.source, row.platform, -row.at.timestamp(), row.title, row.pk))
    for _, of_one in groupby(rows, key=lambda row: (row.source, row.platform)):
        turns += list(enumerate(of_one))
    turns.sort(key=lambda turn: (turn[0], turn[1].is_elsewhere, -turn[1].at.timestamp(), turn[1].title, turn[1].pk))
    return [row.pk for _, row in turns[:at_most]]
