"""What search results can be narrowed by, in the order they are shown."""

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "type": "Kind",
    "topic": "Topic",
    "department": "Department",
    "level": "Level",
    "feature": "What it offers",
    "certificate": "Certificate",
    "term": "Term",
    "year": "Year",
    "source": "Offered by",
}
NAMES = tuple(TITLES)
