"""Values out of JSON that anybody may have written: the type that is expected, or nothing."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_LABEL = 200
LONGEST_LINE = 1000


class BadPayload(ValueError):
    """This is not the JSON object that was expected; the text says what is wrong with it."""


def object_of(payload: bytes, *, at_most: int) -> Mapping[str, Any]:
    """Parse a JSON object of at most so many bytes, or BadPayload."""
    if len(payload) > at_most:
        raise BadPayload(f"it is {len(payload):,} bytes long; at most {at_most:,} are read")
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError) as problem:
        raise BadPayload(f"it is not JSON: {problem}") from problem
    if not isinstance(value, dict):
        raise BadPayload(f"it is a JSON {type(value).__name__}, not an object")
    return value


def line(data: Mapping[str, Any], key: str, *, longest: int = LONGEST_LINE) -> str:
    """A value as one line of text; numbers become text, anything else is empty."""
    return _line(data.get(key))[:longest]


def text(data: Mapping[str, Any], key: str) -> str:
    """A text of any length."""
    value = data.get(key)
    return value.replace("\x00", "") if isinstance(value, str) else ""


def labels(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of short texts, each once, in order; a single text counts as a list of one."""
    value = data.get(key)
    items = value if isinstance(value, list) else [value]
    found = (_line(item)[:LONGEST_LABEL] for item in items)
    return tuple(dict.fromkeys(item for item in found if item))


def part(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """An object inside the object, or an empty one."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def parts(data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """The objects in a list."""
    value = data.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _line(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        value = str(value)
    return " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""
