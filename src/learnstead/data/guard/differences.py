"""What a candidate or a release would change, for a person to look at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from learnstead.data.guard.good import GoodLine, index_of, lines_key
from learnstead.data.guard.verdicts import ScopeVerdict
from learnstead.ports.objects import ObjectStore

MOST_SHOWN = 200


@dataclass(frozen=True)
class Named:
    """One record, by its key and what people call it."""

    key: str
    title: str


@dataclass(frozen=True)
class Changed(Named):
    """A record that differs: for each field what it was and what it would be, None where it is not set."""

    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Difference:
    """One scope. The lists end after some hundred; ``counts`` are of all."""

    scope: str
    counts: Mapping[str, int]
    added: tuple[Named, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[Named, ...] = ()


def difference(objects: ObjectStore, source: str, verdict: ScopeVerdict, *, most: int = MOST_SHOWN) -> Difference:
    """What one scope of a run changes in the release it was compared with."""
    scope = verdict.result.scope
    before = _File(objects, lines_key(source, verdict.base, scope) if verdict.base else "")
    after = _File(objects, "" if verdict.gone else verdict.file)
    if not verdict.file and not verdict.gone:
        return Difference(scope=scope, counts={"added": 0, "changed": 0, "removed": 0})
    added = sorted(after.index.keys() - before.index.keys())
    removed = sorted(before.index.keys() - after.index.keys())
    both = before.index.keys() & after.index.keys()
    changed = sorted(key for key in both if before.index[key].digest != after.index[key].digest)
    return Difference(
        scope=scope,
        counts={"added": len(added), "changed": len(changed), "removed": len(removed)},
        added=tuple(after.named(added[:most])),
        changed=tuple(_changed(before, after, changed[:most])),
        removed=tuple(before.named(removed[:most])),
    )


class _File:
    """The lines of a scope, read where they are asked for."""

    def __init__(self, objects: ObjectStore, key: str) -> None:
        self._objects, self._key = objects, key
        self.index: dict[str, GoodLine] = index_of(objects, key) if key else {}

    def records(self, keys: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        if not self._key:
            return
        with self._objects.open(self._key) as file:
            for key in keys:
                file.seek(self.index[key].at)
                yield key, msgspec.json.decode(file.read(self.index[key].size))["record"]

    def named(self, keys: Iterable[str]) -> Iterator[Named]:
        for key, record in self.records(keys):
            yield Named(key, title_of(record, key))


def title_of(record: Mapping[str, Any], key: str) -> str:
    """What people call a record."""
    return str(record.get("title") or record.get("problem_title") or record.get("readable_id") or key)


def _changed(before: _File, after: _File, keys: list[str]) -> Iterator[Changed]:
    pairs = zip(before.records(keys), after.records(keys), strict=True)
    for (key, old), (_, new) in islice(pairs, MOST_SHOWN):
        names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
        fields = {name: (old.get(name), new.get(name)) for name in names}
        yield Changed(key=key, title=title_of(new, key), fields=fields)
