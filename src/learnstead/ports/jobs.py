"""Work to be done later: a table of named jobs, and the queue that holds requests for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Work = Callable[..., None]


@dataclass(frozen=True)
class Job:
    """A named piece of work. ``cron`` (five fields, UTC) makes the workers request it on the clock.

    An ``urgent`` one goes before those that only wait for their turn: it is short, and a person would notice. Workers
    serve one ``lane``: what keeps a processor busy for long has one of its own, and nobody's save waits behind it.
    What is done ``aside`` has a process of its own that comes after pages: it is heavy, and nobody waits for it.
    """

    name: str
    work: Work
    attempts: int
    cron: str | None
    urgent: bool
    lane: str
    aside: bool


DEFAULT_LANE, ENCODING_LANE = "default", "encoding"
JOBS: dict[str, Job] = {}


def job(
    name: str,
    *,
    attempts: int = 8,
    cron: str | None = None,
    urgent: bool = False,
    lane: str = DEFAULT_LANE,
    aside: bool = False,
) -> Callable[[Work], Work]:
    """Register a function as the job ``name``. It may run twice, so it must not mind.

    Arguments are JSON values. ``Transient`` and lost connections are retried up to ``attempts`` times, waiting
    longer each time; anything else fails at once. A job with ``cron`` takes no arguments.
    """

    def register(work: Work) -> Work:
        JOBS[name] = Job(name, work, attempts, cron, urgent, lane, aside)
        return work

    return register


class Queue(Protocol):
    """Requests for jobs. A request commits, or not, with the database transaction it is made in."""

    def put(
        self,
        name: str,
        *,
        lock: str | None = None,
        once: str | None = None,
        at: datetime | None = None,
        **arguments: Any,
    ) -> None:
        """Ask for the job ``name``.

        Jobs with the same ``lock`` run one after another, in order. While a job with the same ``once`` is still
        waiting, another request for it is dropped.
        """

    def depth(self) -> int:
        """How many jobs wait or run."""
