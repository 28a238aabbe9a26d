"""When a cron line comes round next."""

from collections.abc import Sequence
from datetime import UTC, datetime

from croniter import croniter


def next_run(schedules: Sequence[str], *, after: datetime) -> datetime | None:
    """The first moment after ``after`` that any of the cron lines (UTC) names; None without a line."""
    moments = [croniter(line, after.astimezone(UTC)).get_next(datetime) for line in schedules]
    return min(moments, default=None)
