"""The one place that reads the time of day; everything else is handed it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, always with its time zone (UTC)."""
    return datetime.now(UTC)
