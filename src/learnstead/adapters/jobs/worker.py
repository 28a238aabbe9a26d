"""The worker: takes requests from the queue and does the jobs they name."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import procrastinate
from django.db import InterfaceError, OperationalError, close_old_connections
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.utils import connector_params

from learnstead.adapters.jobs.aside import do_aside
from learnstead.adapters.jobs.watchful import WatchfulConnector
from learnstead.kernel.errors import Transient
from learnstead.ports.jobs import DEFAULT_LANE, JOBS, Job

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 2.0
# A worker this silent is dead; its jobs are given to another. Jobs may run twice, so too early is only wasteful.
DEAD_AFTER_SECONDS = 10.0
LONGEST_WITHOUT_DATABASE = 4


def run_worker(*, concurrency: int, lane: str = DEFAULT_LANE) -> None:
    """Do the jobs of ``lane`` until SIGTERM or SIGINT, then finish what was begun and return."""
    # An app of its own: were its tasks known to Django's app, what a job asks for would not be part of its transaction.
    connector = WatchfulConnector(kwargs=connector_params("default"))
    app = DjangoApp(connector=connector)
    for job in JOBS.values():
        _register(app, job)
    asyncio.run(_work(app, concurrency, lane, connector.broken))


async def _work(app: procrastinate.App, concurrency: int, lane: str, broken: asyncio.Event) -> None:
    async with app.open_async():
        rescuer = asyncio.create_task(_rescue_jobs_of_the_dead(app))
        mourner = asyncio.create_task(_end_when(broken))
        try:
            await app.run_worker_async(
                queues=[lane],
                concurrency=concurrency,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=30.0,
            )
        finally:
            for companion in (rescuer, mourner):
                companion.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await companion


async def _end_when(broken: asyncio.Event) -> None:
    """End at once, as if killed, when an answer of PostgreSQL was lost.

    A job whose end could not be noted would look as if this worker still did it, for as long as this worker lives.
    """
    await broken.wait()
    log.warning("PostgreSQL went away; this worker ends, and the next one takes up what it was doing")
    os._exit(os.EX_TEMPFAIL)


async def _rescue_jobs_of_the_dead(app: procrastinate.App) -> None:
    while True:
        with contextlib.suppress(procrastinate.exceptions.ConnectorException):  # finished or rescued by another
            for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
                await app.job_manager.retry_job(stalled)
        await asyncio.sleep(HEARTBEAT_SECONDS)


def _register(app: procrastinate.App, job: Job) -> None:
    work = _with_fresh_connection(job)
    task = app.task(name=job.name, queue=job.lane, retry=_Patience(job.attempts))(work)
    if job.cron:
        app.periodic(cron=job.cron)(task)


def _with_fresh_connection(job: Job) -> Callable[..., None]:
    """The job, here or aside; a connection that a restart of PostgreSQL broke is dropped before and after it."""

    @wraps(job.work)
    def work(**arguments: Any) -> None:
        if job.cron:
            arguments.pop("timestamp", None)
        close_old_connections()
        try:
            if job.aside:
                do_aside(job.name, arguments)
            else:
                job.work(**arguments)
        finally:
            close_old_connections()

    return work


class _Patience(procrastinate.BaseRetryStrategy):
    """Retry what may mend, after 1, 2, 4 ... seconds and never more than five minutes apart.

    That PostgreSQL was away is not the job's fault: it is tried soon, for others may wait behind its lock, and always.
    """

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(
        self, *, exception: BaseException, job: procrastinate.jobs.Job
    ) -> procrastinate.RetryDecision | None:
        if isinstance(exception, OperationalError | InterfaceError):
            return procrastinate.RetryDecision(retry_in={"seconds": min(2**job.attempts, LONGEST_WITHOUT_DATABASE)})
        mendable = isinstance(exception, Transient)
        stopped = isinstance(exception, procrastinate.exceptions.JobAborted | asyncio.CancelledError)
        if stopped:
            return procrastinate.RetryDecision(retry_in={"seconds": 0})
        if not mendable or job.attempts >= self.attempts:
            return None
        return procrastinate.RetryDecision(retry_in={"seconds": min(2**job.attempts, 300)})
