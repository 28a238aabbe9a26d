"""What search results can be narrowed by, in the order they are shown."""

from collections.abc import Mapping, Sequence

from learnstead.learn.domain import labels

TITLES: Mapping[str, str] = {
    "type": "Kind",
    "topic": "Topic",
    "level": "Level",
    "price": "Price",
    "source": "Offered by",
    "certificate": "Certificate",
    "availability": "When",
    "delivery": "Where",
    "pace": "Pace",
    "format": "Sessions",
    "department": "Department",
    "feature": "What is inside",
    "term": "Term",
    "year": "Year",
}
NAMES = tuple(TITLES)
# Shown folded unless one of their values is chosen.
FOLDED = frozenset(NAMES[NAMES.index("availability") :])
# Values that have an order of their own; the others come commonest first.
ORDERS: Mapping[str, Sequence[str]] = {
    "level": labels.LEVELS,
    "price": (labels.FREE, labels.PAID),
    "certificate": tuple(labels.CERTIFICATES.values()),
    "availability": tuple(labels.AVAILABILITY.values()),
    "term": ("Winter", "January IAP", "Spring", "Summer", "Fall"),
}
