"""Which run of a course somebody would enter."""

from collections.abc import Iterable
from datetime import datetime

from learnstead.kernel.contracts import Run


def shown_run(runs: Iterable[Run], *, now: datetime) -> Run | None:
    """The earliest that one can enrol in now; else the next to begin; else the one that began last."""
    public = [run for run in runs if run.published is not False and run.is_variant is not True]
    open_now = [run for run in public if is_open(run, now=now)]
    begun = [run for run in public if run.start_date]
    if open_now:
        return min(open_now, key=lambda run: run.start_date or now)
    latest = max(begun, key=lambda run: run.start_date or now, default=next(iter(public), None))
    return next_run(public, now=now) or latest


def next_run(runs: Iterable[Run], *, now: datetime) -> Run | None:
    """The next to begin."""
    coming = [run for run in runs if run.start_date and run.start_date > now]
    return min(coming, key=lambda run: run.start_date or now, default=None)


def is_open(run: Run, *, now: datetime) -> bool:
    """Whether one can enrol: what is not said keeps nobody out."""
    opens, closes, ends = run.enrollment_start, run.enrollment_end, run.end_date
    return (not opens or opens <= now) and (not closes or closes > now) and (not ends or ends > now)
