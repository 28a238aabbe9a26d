"""Three versions of one content made into one, when the two edits touch different things."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

# Comparing very long texts takes longer than a person waits; then the person merges.
MAX_LINES = 20_000


class Overlap(Exception):
    """The two edits changed the same thing in different ways."""


@dataclass(frozen=True)
class Edit:
    """What an editor wants a content to say."""

    title: str
    markdown: str
    metadata: Mapping[str, Any]


def merge(*, base: Edit, theirs: Edit, mine: Edit) -> Edit:
    """Both edits in one; raises Overlap when they cannot both be kept."""
    return Edit(
        title=_choose(base.title, theirs.title, mine.title),
        markdown=merge_text(base.markdown, theirs.markdown, mine.markdown),
        metadata=_merge_mapping(base.metadata, theirs.metadata, mine.metadata),
    )


_ABSENT = object()


def _merge_mapping(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> dict[str, Any]:
    merged = {}
    for key in {**theirs, **mine}:
        value = _choose(*(version.get(key, _ABSENT) for version in (base, theirs, mine)))
        if value is not _ABSENT:
            merged[key] = value
    return merged


def _choose(base: Any, theirs: Any, mine: Any) -> Any:
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    raise Overlap


def merge_text(base: str, theirs: str, mine: str) -> str:
    """Merge by lines, as git does: edits of neighbouring lines overlap."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    versions = [text.splitlines(keepends=True) for text in (base, theirs, mine)]
    if max(map(len, versions)) > MAX_LINES:
        raise Overlap
    lines, other, own = versions
    merged: list[str] = []
    at = 0
    for start, end, replacement in _regions(_edits(lines, other), _edits(lines, own)):
        merged += lines[at:start] + replacement
        at = end
    return "".join(merged + lines[at:])


_Change = tuple[int, int, list[str]]


def _edits(base: list[str], edited: list[str]) -> list[_Change]:
    """What an edit replaced: start and end in the base, and the new lines."""
    codes = SequenceMatcher(None, base, edited, autojunk=False).get_opcodes()
    return [(start, end, edited[new:last]) for kind, start, end, new, last in codes if kind != "equal"]


def _regions(theirs: list[_Change], mine: list[_Change]) -> list[_Change]:
    """Both lists in order; the same change made twice counts once."""
    found: list[_Change] = []
    for change in sorted([*theirs, *mine], key=lambda change: (change[0], change[1])):
        if found and change == found[-1]:
            continue
        if found and change[0] <= found[-1][1]:
            raise Overlap
        found.append(change)
    return found
