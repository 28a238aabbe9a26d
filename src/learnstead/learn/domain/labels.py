"""What the codes of the wire contract are called on pages and in facets."""

from collections.abc import Iterable, Mapping

CERTIFICATES: Mapping[str, str] = {
    "micromasters": "MicroMasters credential",
    "professional": "Professional certificate",
    "completion": "Certificate of completion",
    "none": "No certificate",
}
AVAILABILITY: Mapping[str, str] = {"anytime": "At any time", "dated": "On set dates"}
DELIVERY: Mapping[str, str] = {
    "online": "Online",
    "in_person": "In person",
    "hybrid": "Online and in person",
    "offline": "Offline",
}
PACE: Mapping[str, str] = {"self_paced": "At your own pace", "instructor_paced": "Led by an instructor"}
FORMAT: Mapping[str, str] = {"asynchronous": "In your own time", "synchronous": "Live sessions"}
FREE, PAID = "Free", "Paid"
LEVELS = (
    "High school",
    "Introductory",
    "Intermediate",
    "Advanced",
    "Undergraduate",
    "Graduate",
    "Non-credit",
)  # as one climbs them, and outside the ladder last


def named(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Codes by name; one that has none is shown as it is."""
    return [names.get(code, code) for code in codes if code]
