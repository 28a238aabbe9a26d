"""What search results can be narrowed by, in the order they are shown.

Names and values are those of the production v1 API; ``availability, pace, format, term, year`` are ours.
"""

from collections.abc import Mapping, Sequence

from learnstead.learn.domain import labels

TITLES: Mapping[str, str] = {
    "resource_type": "Type",
    "resource_category": "Kind",
    "topic": "Topic",
    "level": "Level",
    "free": "Price",
    "certification_type": "Certificate",
    "delivery": "Where",
    "offered_by": "Offered by",
    "department": "Department",
    "availability": "When",
    "pace": "Pace",
    "format": "Sessions",
    "course_feature": "What is inside",
    "certification": "With a certificate",
    "professional": "Academic or professional",
    "platform": "Platform",
    "term": "Term",
    "year": "Year",
    "ocw_topic": "OpenCourseWare topic",
    "resource_type_group": "Group",
}
NAMES = tuple(TITLES)
# Filters that are never counted: an entry by its id, and whether it is a mere file of OpenCourseWare.
ID, OCW_FILE = "id", "ocw_file"
FILTERS = frozenset({*NAMES, ID})
INDEXED = (*NAMES, ID, OCW_FILE)
# Shown folded unless one of their values is chosen.
FOLDED = frozenset(NAMES[NAMES.index("delivery") :])
# Values that have an order of their own; the others come commonest first.
ORDERS: Mapping[str, Sequence[str]] = {
    "level": tuple(labels.LEVELS),
    "free": labels.TRUTHS,
    "certification": labels.TRUTHS,
    "professional": tuple(reversed(labels.TRUTHS)),
    "certification_type": tuple(labels.CERTIFICATES),
    "availability": tuple(labels.AVAILABILITY),
    "term": ("Winter", "January IAP", "Spring", "Summer", "Fall"),
}
