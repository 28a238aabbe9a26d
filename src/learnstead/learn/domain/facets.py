"""What search results can be narrowed by, in the order they are shown."""

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "topic": "Topic",
    "department": "Department",
    "level": "Level",
    "feature": "What it offers",
    "term": "Term",
    "year": "Year",
    "source": "Offered by",
}
NAMES = tuple(TITLES)
