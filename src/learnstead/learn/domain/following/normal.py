"""When two searches are the same: what they ask for counts, not how their results are ordered, paged or ranked."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

TEXT = "q"
FILTERS = (
    "resource_type",
    "resource_type_group",
    "resource_category",
    "topic",
    "ocw_topic",
    "offered_by",
    "platform",
    "department",
    "level",
    "course_feature",
    "free",
    "professional",
    "certification",
    "certification_type",
    "delivery",
    "availability",
    "pace",
    "format",
    "term",
    "year",
)
SHOW_FILES = "show_ocw_files"
LONGEST_TEXT, LONGEST_VALUE, MOST_VALUES = 400, 500, 100

Parameters = Mapping[str, Sequence[str]]


def normal(given: Parameters) -> dict[str, list[str]]:
    """What a search asks for: its text with single spaces, its filters without repetition and in order.

    Names that do not say what is looked for (sorting, paging, counting, ranking) are left out, and so are values
    that cannot mean anything.
    """
    asked: dict[str, list[str]] = {}
    text = " ".join(" ".join(given.get(TEXT, ())).replace("\x00", " ").split())[:LONGEST_TEXT]
    if text:
        asked[TEXT] = [text]
    for name in FILTERS:
        values = {value.strip().casefold(): value.strip() for value in given.get(name, ()) if _can_mean(value)}
        if values:
            asked[name] = [values[key] for key in sorted(values)][:MOST_VALUES]
    if "true" in {value.casefold() for value in given.get(SHOW_FILES, ())}:
        asked[SHOW_FILES] = ["true"]
    return asked


def _can_mean(value: str) -> bool:
    return bool(value.strip()) and "\x00" not in value and len(value) <= LONGEST_VALUE


def fingerprint(asked: Parameters) -> str:
    """The same for two normal searches that mean the same, upper and lower case alike."""
    text = json.dumps({name: [value.casefold() for value in values] for name, values in sorted(asked.items())})
    return hashlib.sha256(text.encode()).hexdigest()


def of_address(query_string: str) -> dict[str, list[str]]:
    """The parameters in a query string, not made normal yet."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query_string.removeprefix("?")[:20_000], max_num_fields=1000):
        found.setdefault(name, []).append(value)
    return found


def address(asked: Parameters) -> str:
    """The query string of a search; parameters in order, so that equal searches have equal addresses."""
    return urlencode({name: asked[name] for name in (TEXT, *FILTERS, SHOW_FILES) if name in asked}, doseq=True)
