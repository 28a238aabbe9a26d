"""Editing hand-written YAML line by line, so that what did not change keeps its form."""

from collections.abc import Mapping
from typing import Any

import yaml

from learnstead.studio.domain.serialisation.unreadable import Unreadable
from learnstead.studio.domain.serialisation.yaml_text import dump_yaml, load_yaml, nodes_of


def patched_yaml(text: str, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """``text``, which means ``before``, rewritten to mean ``after`` by touching only the lines of changed keys.

    None when that is not possible; the caller then writes the whole mapping anew.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    spans = _spans_of_keys(text, len(lines))
    if spans is None:
        return None
    kept: list[str] = lines[: min((start for start, _ in spans.values()), default=len(lines))]
    for key, (start, end) in spans.items():
        if key in before and key in after and before[key] == after[key]:
            kept += lines[start:end]
            continue
        if key in after:
            kept.append(dump_yaml({key: after[key]}).replace("\n", newline))
        kept += _remarks_at_end(lines[start:end])
    if kept and not kept[-1].endswith(("\n", "\r")):
        kept.append(newline)
    added = {key: value for key, value in after.items() if key not in spans}
    if added:
        kept.append(dump_yaml(added).replace("\n", newline))
    result = "".join(kept)
    try:
        return result if load_yaml(result) == dict(after) else None
    except Unreadable:
        return None


def _remarks_at_end(lines: list[str]) -> list[str]:
    """The comments and blank lines after a value; they speak of what follows."""
    first = len(lines)
    while first > 0 and (not lines[first - 1].strip() or lines[first - 1].startswith("#")):
        first -= 1
    return lines[first:]


def _spans_of_keys(text: str, lines: int) -> dict[str, tuple[int, int]] | None:
    root = nodes_of(text)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode) or root.flow_style or "\u2028" in text or "\x85" in text:
        return None
    starts = [(key.value, key.start_mark.line, key.start_mark.column) for key, _ in root.value]
    if any(column for _, _, column in starts):
        return None
    ends = [line for _, line, _ in starts[1:]] + [lines]
    return {key: (line, end) for (key, line, _), end in zip(starts, ends, strict=True)}
