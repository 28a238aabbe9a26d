"""The difference between two texts, line by line, with the changed words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

CONTEXT = 3
TOO_MANY_LINES = 20_000
TOO_LONG_A_LINE = 2_000
WORD = re.compile(r"\w+|\s+|[^\w\s]")

Parts = tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class Row:
    """One line of a difference: "same", "added", "removed", or a "gap" of ``count`` unchanged lines."""

    kind: str
    old: int | None = None
    new: int | None = None
    parts: Parts = ()
    count: int = 0


def rows(old: str, new: str) -> list[Row]:
    """The difference, with a few unchanged lines around every change."""
    before, after = old.splitlines(), new.splitlines()
    if len(before) + len(after) > TOO_MANY_LINES:
        return list(_trimmed(before, after))
    return list(_grouped(before, after, SequenceMatcher(None, before, after, autojunk=False)))


def _grouped(before: Sequence[str], after: Sequence[str], matcher: "SequenceMatcher[str]") -> Iterator[Row]:
    shown_until = 0
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if group[0][1] > shown_until:
            yield Row("gap", count=group[0][1] - shown_until)
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from _same(before, old_from, old_to, new_from)
            else:
                yield from _changed(before[old_from:old_to], after[new_from:new_to], old_from, new_from)
        shown_until = group[-1][2]
    if shown_until and shown_until < len(before):
        yield Row("gap", count=len(before) - shown_until)


def _same(before: Sequence[str], start: int, end: int, new_start: int) -> Iterator[Row]:
    for offset, line in enumerate(before[start:end]):
        yield Row("same", start + offset + 1, new_start + offset + 1, ((False, line),))


def _changed(old: Sequence[str], new: Sequence[str], old_from: int, new_from: int) -> Iterator[Row]:
    marked = [_marked(one, other) for one, other in zip_longest(old, new)]
    for offset, (parts, _) in enumerate(marked[: len(old)]):
        yield Row("removed", old_from + offset + 1, None, parts)
    for offset, (_, parts) in enumerate(marked[: len(new)]):
        yield Row("added", None, new_from + offset + 1, parts)


def _marked(old: str | None, new: str | None) -> tuple[Parts, Parts]:
    """Both lines with their changed words marked; a line without a partner is not marked at all."""
    if old is None or new is None or max(len(old), len(new)) > TOO_LONG_A_LINE:
        return ((False, old or ""),), ((False, new or ""),)
    one, other = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    left, right = [], []
    for tag, one_from, one_to, other_from, other_to in matcher.get_opcodes():
        left.append((tag != "equal", "".join(one[one_from:one_to])))
        right.append((tag != "equal", "".join(other[other_from:other_to])))
    return tuple(part for part in left if part[1]), tuple(part for part in right if part[1])


def _trimmed(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    """For enormous texts: what lies between the common start and the common end, without looking for more."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    if start:
        yield Row("gap", count=start)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if len(old) + len(new) > TOO_MANY_LINES:
        old, new = old[:TOO_LONG_A_LINE], new[:TOO_LONG_A_LINE]
    for offset, line in enumerate(old):
        yield Row("removed", start + offset + 1, None, ((False, line),))
    for offset, line in enumerate(new):
        yield Row("added", None, start + offset + 1, ((False, line),))
    if end:
        yield Row("gap", count=end)


def paired(rows: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """The same rows for two columns: removed lines on the left, added ones beside them on the right."""
    pairs: list[tuple[Row | None, Row | None]] = []
    removed: list[Row] = []
    added: list[Row] = []

    def flush() -> None:
        pairs.extend(zip_longest(removed, added))
        removed.clear()
        added.clear()

    for row in rows:
        if row.kind == "removed":
            removed.append(row)
        elif row.kind == "added":
            added.append(row)
        else:
            flush()
            pairs.append((row, row))
    flush()
    return pairs
