"""JSON singletons such as data/course.json, in the key order of the real repositories.

That order is PostgreSQL's jsonb: shorter keys first, equal ones by their bytes. Facts about the site itself follow.
"""

import json
from collections.abc import Mapping
from typing import Any

from learnstead.studio.domain.serialisation.unreadable import Unreadable

LAST_KEYS = ("site_uid", "site_short_id", "site_url_path", "title")


def load_json(text: str) -> dict[str, Any]:
    """Parse a JSON object; Unreadable names the line."""
    try:
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as problem:
        raise Unreadable(f"is not JSON: {problem.msg}", line=problem.lineno) from problem
    if not isinstance(value, dict):
        raise Unreadable("must hold one JSON object", line=1)
    return value


def dump_json(value: Mapping[str, Any]) -> str:
    """Write an object as the real repositories have it: two spaces, ASCII, no newline at the end."""
    last = {key: value[key] for key in LAST_KEYS if key in value}
    first = {key: item for key, item in value.items() if key not in last}
    return json.dumps({**_jsonb_order(first), **_jsonb_order(last, keep=True)}, indent=2)


def _jsonb_order(value: Any, *, keep: bool = False) -> Any:
    if isinstance(value, Mapping):
        keys = value if keep else sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: _jsonb_order(value[key]) for key in keys}
    if isinstance(value, list):
        return [_jsonb_order(item) for item in value]
    return value


def _refuse_constant(name: str) -> Any:
    raise Unreadable(f"{name} is not a JSON number")
