"""The queue: rows in the same PostgreSQL, written through Django's connection."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from learnstead.ports.jobs import DEFAULT_LANE, JOBS

URGENT = 10  # others have 0
WAITING_OR_RUNNING = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


class ProcrastinateQueue:
    """Requests commit with the transaction around them, so that a job never runs ahead of its cause."""

    def put(
        self,
        name: str,
        *,
        lock: str | None = None,
        once: str | None = None,
        at: datetime | None = None,
        **arguments: Any,
    ) -> None:
        """Insert the request; a waiting twin (``once``) makes it a no-op."""
        known = JOBS.get(name)
        request = app.configure_task(
            name,
            queue=known.lane if known else DEFAULT_LANE,
            lock=lock,
            queueing_lock=once,
            schedule_at=at,
            allow_unknown=True,
            priority=URGENT if known and known.urgent else None,
        )
        try:
            with transaction.atomic():  # a twin breaks the innermost transaction only
                request.defer(**arguments)
        except AlreadyEnqueued:
            return

    def depth(self) -> int:
        """Count the rows."""
        with connection.cursor() as cursor:
            cursor.execute(WAITING_OR_RUNNING)
            (count,) = cursor.fetchone()
        return int(count)
