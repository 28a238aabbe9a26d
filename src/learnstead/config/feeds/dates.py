"""Dates in sample payloads that move with today, so that a demo is never a museum."""

import re
from datetime import UTC, datetime, timedelta

# ${date:+30d}, ${datetime:-2w}, ${year:+1}, ${date:+30d|%B %d, %Y}
PLACEHOLDER = re.compile(r"\$\{(?P<kind>date|datetime|year):(?P<by>[+-]\d+)(?P<unit>[dw]?)(?:\|(?P<form>[^}]*))?\}")
FORMS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%SZ", "year": "%Y"}
DAYS = {"": 1, "d": 1, "w": 7}


def filled(text: str, *, today: datetime) -> str:
    """The text with every placeholder replaced; ``today`` counts from midnight UTC."""
    midnight = today.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    def value(found: re.Match[str]) -> str:
        by = int(found["by"])
        if found["kind"] == "year":
            return str(midnight.year + by)
        moved = midnight + timedelta(days=by * DAYS[found["unit"]])
        return moved.strftime(found["form"] or FORMS[found["kind"]])

    return PLACEHOLDER.sub(value, text)
