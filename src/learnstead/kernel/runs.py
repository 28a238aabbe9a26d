"""Which run of a course somebody would enter, as far as its dates say. What is not said keeps nobody out."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from learnstead.kernel.contracts import Run


def is_public(run: Run) -> bool:
    """Whether anybody may enrol; a variant, or a run sold to a company, is for some only."""
    return run.published is not False and not run.is_variant and not run.is_b2b


def is_enrollable(run: Run, at: datetime) -> bool:
    """Whether one can enrol at a moment."""
    opens, closes, ends = run.enrollment_start, run.enrollment_end, run.end_date
    return (not opens or opens <= at) and (not closes or closes > at) and (not ends or ends > at)


def best_run(runs: Sequence[Run], at: datetime) -> Run | None:
    """The earliest that one can enrol in now; else the earliest to come; else the latest that began; else the first."""
    enrollable = [run for run in runs if is_enrollable(run, at)]
    if enrollable:
        return min(enrollable, key=lambda run: run.start_date or at)
    begun = [run for run in runs if run.start_date]
    latest = max(begun, key=lambda run: run.start_date or at, default=next(iter(runs), None))
    return next_run(runs, at) or latest


def next_run(runs: Iterable[Run], at: datetime) -> Run | None:
    """The earliest that begins later than now."""
    coming = [run for run in runs if run.start_date and run.start_date > at]
    return min(coming, key=lambda run: run.start_date or at, default=None)
