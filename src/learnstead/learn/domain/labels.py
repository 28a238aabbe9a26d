"""What the codes of the wire contract are called on pages."""

from collections.abc import Iterable, Mapping

from learnstead.kernel import taxonomy

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
TRUTHS = ("true", "false")
# As one climbs them, and outside the ladder last.
LEVELS: Mapping[str, str] = {
    "high_school": "High school",
    "introductory": "Introductory",
    "intermediate": "Intermediate",
    "advanced": "Advanced",
    "undergraduate": "Undergraduate",
    "graduate": "Graduate",
    "noncredit": "Non-credit",
}
TYPES: Mapping[str, str] = {
    "course": "Course",
    "program": "Program",
    "learning_path": "Learning path",
    "podcast": "Podcast",
    "podcast_episode": "Podcast episode",
    "video": "Video",
    "video_playlist": "Video playlist",
    "document": "Document",
}
GROUPS: Mapping[str, str] = {
    "course": "Courses",
    "program": "Programs",
    "learning_material": "Learning materials",
}
OWN_PLATFORM = "learnstead"
OWN_NAME = "Learnstead"

_NAMES: Mapping[str, Mapping[str, str]] = {
    "resource_type": TYPES,
    "resource_type_group": GROUPS,
    "level": LEVELS,
    "free": {"true": FREE, "false": PAID},
    "certification": {"true": "Yes", "false": "No"},
    "professional": {"true": "Professional", "false": "Academic"},
    "certification_type": CERTIFICATES,
    "availability": AVAILABILITY,
    "delivery": DELIVERY,
    "pace": PACE,
    "format": FORMAT,
}


def named(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Codes by name; one that has none is shown as it is."""
    return [names.get(code, code) for code in codes if code]


def label(facet: str, value: str) -> str:
    """What a value of a facet is called; one that has no other name is shown as it is."""
    match facet:
        case "offered_by":
            return offeror(value)
        case "platform":
            return platform(value)
        case "department":
            known = taxonomy.department(value)
            return known.name if known else value
        case _:
            return _NAMES.get(facet, {}).get(value, value)


def offeror(code: str) -> str:
    """Who offers something, by name."""
    known = taxonomy.offerors().get(code)
    return known.name if known else (OWN_NAME if code == OWN_PLATFORM else code)


def platform(code: str) -> str:
    """Where something is used, by name."""
    known = taxonomy.platforms().get(code)
    return known.name if known else (OWN_NAME if code == OWN_PLATFORM else code)


def level_code(level: str) -> str:
    """A level as a code; published sites spell levels in their own way ("Non-Credit")."""
    code = level.strip().casefold().replace("-", "_").replace(" ", "_")
    return "noncredit" if code == "non_credit" else code
