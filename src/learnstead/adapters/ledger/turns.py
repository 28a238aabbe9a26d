"""One at a time: runs of one source never overlap, whoever starts them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TAKE = "SELECT pg_advisory_lock(hashtextextended(%s, 0))"
GIVE_BACK = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


@contextmanager
def turn_of(source: str) -> Iterator[None]:
    """Wait for the turn of this source and hold it. PostgreSQL gives it back when the holder dies."""
    name = f"source {source}"
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [name])
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(GIVE_BACK, [name])
