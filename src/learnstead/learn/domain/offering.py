"""What a learner is offered, derived from the runs of a resource and the time of day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from msgspec import UNSET, UnsetType

from learnstead.kernel.contracts import LearningResource, Price, Run
from learnstead.kernel.runs import best_run, is_public, next_run

GIVEN_IN_RUNS = frozenset({"course", "program"})
BOUNDARIES = ("start_date", "end_date", "enrollment_start", "enrollment_end")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Offering:
    """What may change although no feed said so. ``changes_at`` is the next moment at which it may."""

    published: bool
    best_run: str | None = None
    next_run: str | None = None
    next_start_date: datetime | None = None
    availability: str | None = None
    prices: Sequence[Price] = ()
    free: bool = True
    location: str = ""
    duration: str = ""
    min_weeks: int | None = None
    max_weeks: int | None = None
    time_commitment: str = ""
    min_weekly_hours: int | None = None
    max_weekly_hours: int | None = None
    changes_at: datetime | None = None


def known(value: Value | UnsetType | None, default: Value) -> Value:
    """The value, or the default when it was never said or was cleared."""
    return default if value is UNSET or value is None else value


def offering(record: LearningResource, at: datetime) -> Offering:
    """What is offered at a moment. Prices are for certificates; without one there is nothing to pay."""
    runs = known(record.runs, [])
    public = [run for run in runs if is_public(run)]
    best, following = best_run(public, at), next_run(public, at)
    is_published = known(record.published, default=True) and (record.resource_type not in GIVEN_IN_RUNS or bool(public))
    shown: LearningResource | Run = best if best and is_published else record
    prices = shown_prices(record, best) if best and is_published else []
    return Offering(
        published=is_published,
        best_run=best.run_id if best else None,
        next_run=following.run_id if following else None,
        next_start_date=_begins(following) if following and is_published else None,
        availability=known(shown.availability, None),
        prices=prices,
        free=_is_free(record, prices),
        location=known(shown.location, ""),
        duration=known(shown.duration, ""),
        min_weeks=known(shown.min_weeks, None),
        max_weeks=known(shown.max_weeks, None),
        time_commitment=known(shown.time_commitment, ""),
        min_weekly_hours=known(shown.min_weekly_hours, None),
        max_weekly_hours=known(shown.max_weekly_hours, None),
        changes_at=min((moment for moment in _moments(public) if moment > at), default=None),
    )


def shown_prices(record: LearningResource, run: Run) -> list[Price]:
    """The prices of a run, the lowest first, each once; none where there is no certificate to pay for."""
    if not known(record.certification, default=False):
        return []
    prices = {(Decimal(price.amount), price.currency): price for price in known(run.prices, [])}
    return [prices[key] for key in sorted(prices)]


def _is_free(record: LearningResource, prices: Sequence[Price]) -> bool:
    if record.resource_type not in GIVEN_IN_RUNS:
        return True
    if known(record.professional, default=False):
        return False
    return not prices or any(Decimal(price.amount) == 0 for price in prices)


def _begins(run: Run) -> datetime | None:
    return max(filter(None, (known(run.start_date, None), known(run.enrollment_start, None))), default=None)


def _moments(runs: Iterable[Run]) -> Iterable[datetime]:
    values: Iterable[Any] = (getattr(run, name) for run in runs for name in BOUNDARIES)
    return (value for value in values if isinstance(value, datetime))
