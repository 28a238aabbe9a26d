"""Who adds to a file: one at a time. The turn is a lock in the database, which dies with whoever holds it.

Somebody who lives, but has not been heard of for a while, can be passed: their sender is gone, and nobody told us. What
they still bring is not recorded, for it does not follow what is there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from learnstead.video.domain.intake.refusals import Gone, Held
from learnstead.video.models import Incoming

SILENT_AFTER = timedelta(seconds=15)
TAKE = """
    SELECT pg_try_advisory_lock(%s), state, received, length, changed_at, expires_at
    FROM video_incoming WHERE id = %s
"""
HEARD_OF = """
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid = %s AND objid = %s AND granted
    AND state_change > clock_timestamp() - make_interval(secs => %s)
"""
GIVE_BACK = "SELECT pg_advisory_unlock(%s)"


@dataclass(frozen=True)
class Place:
    """How far a file is, as read with the turn."""

    state: str
    received: int
    length: int | None
    changed_at: datetime
    expires_at: datetime


@contextmanager
def turn(incoming: Incoming, *, silent_after: timedelta) -> Iterator[Place]:
    """Hold ``incoming`` for as long as this lasts; raises Held when somebody else does, Gone when it is not there."""
    number = lock_of(incoming)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [number, incoming.pk])
        found = cursor.fetchone()
    if found is None:
        raise Gone(f"{incoming.name} was cancelled")
    try:
        if not found[0]:
            _must_be_silent(incoming, silent_after)
        yield Place(*found[1:])
    finally:
        if found[0] and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(GIVE_BACK, [number])


def beat() -> None:
    """Be heard of: PostgreSQL notes when somebody last asked it anything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def lock_of(incoming: Incoming) -> int:
    """The number of the lock, one that PostgreSQL can count."""
    return incoming.pk.int % 2**63


def _must_be_silent(incoming: Incoming, silent_after: timedelta) -> None:
    number = lock_of(incoming)
    with connection.cursor() as cursor:
        cursor.execute(HEARD_OF, [number >> 32, number % 2**32, silent_after.total_seconds()])
        if cursor.fetchone()[0]:
            raise Held(f"{incoming.name} is being sent from elsewhere at this moment")
