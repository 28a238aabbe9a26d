"""What an answer has to look like before anything is read out of it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from learnstead.data.snapshot import Payload, WrongShape


def shaped(payload: Payload, *, a: type = dict, has: Sequence[str] = ()) -> Any:
    """The JSON of a payload, which must be ``a`` dict that ``has`` these keys, or a list; else WrongShape."""
    found = payload.json()
    there: list[str] = sorted(found) if isinstance(found, dict) else []
    if type(found) is not a:
        kind = type(found).__name__
        raise WrongShape(f"{payload.url} answered with a JSON {kind}, not a {a.__name__}: {found!r:.80}")
    if missing := [name for name in has if name not in there]:
        raise WrongShape(f"{payload.url} answered without {', '.join(missing)}; it has {', '.join(there):.200}")
    return found


def list_in(page: Mapping[str, Any], name: str, payload: Payload) -> list[Any]:
    """What a page calls ``name``, which must be a list."""
    found = page[name]
    if not isinstance(found, list):
        raise WrongShape(f"{payload.url} answered with {name} that is no list: {found!r:.80}")
    return found


def token_in(url: str, answer: bytes, field: str) -> Any:
    """The token in an answer to somebody who said who he is."""
    try:
        token = json.loads(answer)[field]
    except (ValueError, KeyError, TypeError) as problem:
        raise WrongShape(f"{url} answered without {field}; are client id and secret right?") from problem
    return token
