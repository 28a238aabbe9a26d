"""Points in time as programs write them: ISO 8601."""

from datetime import UTC, datetime


def moment(text: str | None) -> datetime | None:
    """The instant in UTC; without an offset it is taken for UTC. ValueError when it is no date."""
    if not text:
        return None
    told = datetime.fromisoformat(text)
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
