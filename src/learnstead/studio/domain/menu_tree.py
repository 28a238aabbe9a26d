"""The tree of a menu: read from its flat list, rearranged, and written back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

STEP = 10


@dataclass(frozen=True)
class Entry:
    """One entry in reading order. ``depth`` counts from 0; ``stored`` is what the file has for it."""

    identifier: str
    name: str
    parent: str = ""
    depth: int = 0
    stored: Mapping[str, Any] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """Where it leads."""
        return str(self.stored.get("pageRef") or self.stored.get("url") or "")

    @property
    def is_external(self) -> bool:
        """Whether it leads off the site."""
        return self.target.startswith(("http://", "https://", "mailto:"))


def read(items: Any) -> list[Entry]:
    """The entries in reading order, siblings by weight. Entries with a lost or circular parent stand at the root."""
    rows = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    rows = sorted(rows, key=_weight)
    known = {str(row.get("identifier", "")) for row in rows}
    entries = [
        Entry(
            identifier=str(row.get("identifier", "")),
            name=str(row.get("name", "")),
            parent=parent if (parent := str(row.get("parent") or "")) in known else "",
            stored=row,
        )
        for row in rows
    ]
    return in_order(entries)


def _weight(row: Mapping[str, Any]) -> float:
    weight = row.get("weight")
    return float(weight) if isinstance(weight, int | float) else 0.0


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Depth first, siblings in the order given; what hangs in a circle is moved to the root."""
    ordered: list[Entry] = []
    placed: set[str] = set()

    def place(parent: str, depth: int) -> None:
        for entry in entries:
            if entry.parent == parent and entry.identifier not in placed:
                placed.add(entry.identifier)
                ordered.append(replace(entry, depth=depth))
                place(entry.identifier, depth + 1)

    place("", 0)
    for entry in entries:
        if entry.identifier not in placed:
            placed.add(entry.identifier)
            ordered.append(replace(entry, parent="", depth=0))
            place(entry.identifier, 1)
    return ordered


def write(entries: Sequence[Entry], stored: Any) -> Any:
    """The list to store: ``stored`` itself when nothing was rearranged, renamed, added or dropped."""
    if _shape(entries) == _shape(read(stored)):
        return stored
    return [_row(entry, (place + 1) * STEP) for place, entry in enumerate(entries)]


def _shape(entries: Sequence[Entry]) -> list[tuple[str, str, str]]:
    return [(entry.identifier, entry.name, entry.parent) for entry in entries]


def _row(entry: Entry, weight: int) -> dict[str, Any]:
    row = {**entry.stored, "identifier": entry.identifier, "name": entry.name, "weight": weight}
    row.pop("parent", None)
    return {**row, "parent": entry.parent} if entry.parent else row


def up(entries: Sequence[Entry], identifier: str) -> list[Entry]:
    """Before the sibling above."""
    return _swapped(entries, identifier, -1)


def down(entries: Sequence[Entry], identifier: str) -> list[Entry]:
    """After the sibling below."""
    return _swapped(entries, identifier, +1)


def _swapped(entries: Sequence[Entry], identifier: str, by: int) -> list[Entry]:
    siblings = _siblings(entries, identifier)
    at = next((place for place, entry in enumerate(siblings) if entry.identifier == identifier), None)
    if at is None or not 0 <= at + by < len(siblings):
        return list(entries)
    one, other = entries.index(siblings[at]), entries.index(siblings[at + by])
    changed = list(entries)
    changed[one], changed[other] = changed[other], changed[one]
    return in_order(changed)


def _siblings(entries: Sequence[Entry], identifier: str) -> list[Entry]:
    parent = next((entry.parent for entry in entries if entry.identifier == identifier), None)
    return [entry for entry in entries if entry.parent == parent]


def indent(entries: Sequence[Entry], identifier: str) -> list[Entry]:
    """Below the sibling above, as its last."""
    siblings = [entry.identifier for entry in _siblings(entries, identifier)]
    at = siblings.index(identifier) if identifier in siblings else 0
    return _moved(entries, identifier, parent=siblings[at - 1]) if at else list(entries)


def outdent(entries: Sequence[Entry], identifier: str) -> list[Entry]:
    """Out of its parent, right after it."""
    parents = {entry.identifier: entry.parent for entry in entries}
    parent = parents.get(identifier, "")
    if not parent:
        return list(entries)
    siblings = [entry.identifier for entry in entries if entry.parent == parents[parent]]
    following = siblings[siblings.index(parent) + 1 :]
    return _moved(entries, identifier, parent=parents[parent], before=following[0] if following else "")


def place(entries: Sequence[Entry], identifier: str, *, before: str = "", below: str = "") -> list[Entry]:
    """Where it was dropped: before another entry, or as the last below one ("" is the root)."""
    parents = {entry.identifier: entry.parent for entry in entries}
    parent = parents.get(before, "") if before else below
    if identifier not in parents or identifier == before or identifier in _line(parents, parent):
        return list(entries)
    return _moved(entries, identifier, parent=parent, before=before)


def _line(parents: Mapping[str, str], identifier: str) -> set[str]:
    """The entry and everything above it."""
    line: set[str] = set()
    while identifier and identifier not in line:
        line.add(identifier)
        identifier = parents.get(identifier, "")
    return line


def _moved(entries: Sequence[Entry], identifier: str, *, parent: str, before: str = "") -> list[Entry]:
    moving = next(entry for entry in entries if entry.identifier == identifier)
    rest = [entry for entry in entries if entry.identifier != identifier]
    at = next((place for place, entry in enumerate(rest) if entry.identifier == before), len(rest))
    return in_order([*rest[:at], replace(moving, parent=parent), *rest[at:]])


def without(entries: Sequence[Entry], identifier: str) -> list[Entry]:
    """Without one entry; what hung below it moves up to its parent."""
    parent = next((entry.parent for entry in entries if entry.identifier == identifier), "")
    rest = [entry for entry in entries if entry.identifier != identifier]
    return in_order([replace(entry, parent=parent) if entry.parent == identifier else entry for entry in rest])
