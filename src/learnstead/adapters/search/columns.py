"""What is known of every entry, as arrays: to filter, count, weigh and order any set of them at once.

A row is one version of an entry. Rows are only ever added, so that a new commit costs what it changed; rows of
versions that are gone are no longer alive, and left behind when they are many.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Query, Searcher

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
# Beginning anew is cheaper than carrying along more dead rows than this share of all.
MOST_DEAD = 0.5
NOWHERE = -1
MOST_NAMESAKES = 100


@dataclass(frozen=True)
class Facet:
    """The values of one facet: pairs of a row and the code of a value. Codes are given in the order values came."""

    values: Mapping[str, int]
    rows: Rows
    codes: Rows

    @cached_property
    def folded(self) -> Mapping[str, Sequence[int]]:
        """The codes of each value, upper and lower case alike."""
        alike: dict[str, list[int]] = {}
        for value, code in self.values.items():
            alike.setdefault(value.casefold(), []).append(code)
        return alike

    def having(self, values: Iterable[str], size: int) -> Mask:
        """The rows with any of these values."""
        chosen = np.zeros(len(self.values), dtype=bool)
        chosen[[code for value in values for code in self.folded.get(value.casefold(), ())]] = True
        mask = np.zeros(size, dtype=bool)
        mask[self.rows[chosen[self.codes]]] = True
        return mask

    def counts(self, among: Mask) -> list[tuple[str, int]]:
        """How many of some rows have each value, commonest first."""
        counted = np.bincount(self.codes[among[self.rows]], minlength=len(self.values))
        found = [(value, int(counted[code])) for value, code in self.values.items() if counted[code]]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True)
class Table:
    """The rows there have been, dead ones included; ``since`` is in seconds, not a number for what never ages."""

    ids: Sequence[str]
    row_of_serial: Mapping[int, int]
    titles: Sequence[str]
    orders: Sequence[Mapping[str, Any]]
    boost: Numbers
    completeness: Numbers
    since: Numbers
    recency: Numbers
    facets: Mapping[str, Facet]

    @classmethod
    def empty(cls, facets: Sequence[str]) -> "Table":
        """A table without rows."""
        nothing, nowhere = np.array([], dtype=np.float64), np.array([], dtype=np.intp)
        no_values = {name: Facet({}, nowhere, nowhere) for name in facets}
        return cls([], {}, [], [], nothing, nothing, nothing, nothing, no_values)

    def longer(self, fresh: Sequence[tuple[int, str, Any]]) -> "Table":
        """The same with more rows: serial number, id and what was written of each."""
        start, rows = len(self.ids), [row for _, _, row in fresh]
        told = [row["facets"] for row in rows]
        since = [np.nan if row["since"] is None else row["since"] for row in rows]
        return Table(
            ids=[*self.ids, *(name for _, name, _ in fresh)],
            row_of_serial={**self.row_of_serial, **{one[0]: row for row, one in enumerate(fresh, start=start)}},
            titles=[*self.titles, *(row["title"] for row in rows)],
            orders=[*self.orders, *(row["orders"] for row in rows)],
            boost=np.append(self.boost, [row["boost"] for row in rows]),
            completeness=np.append(self.completeness, [row["completeness"] for row in rows]),
            since=np.append(self.since, np.array(since, dtype=np.float64)),
            recency=np.append(self.recency, [row["recency"] for row in rows]),
            facets={name: _longer(facet, name, told, start) for name, facet in self.facets.items()},
        )


class Columns:
    """The rows of one commit."""

    def __init__(self, searcher: Searcher, facets: Sequence[str], before: "Columns | None" = None) -> None:
        """Read what is new since ``before``."""
        found = _alive(searcher)
        table = Table.empty(facets)
        if before is not None and before.size * (1 - MOST_DEAD) <= len(found):
            table = before.table
        fresh = [(serial, where) for serial, where in found if serial not in table.row_of_serial]
        table = table.longer([(serial, *_read(searcher, where)) for serial, where in fresh])
        self.table: Table = table
        self.ids, self.titles, self.facets = table.ids, table.titles, table.facets
        self.boost, self.completeness, self.since = table.boost, table.completeness, table.since
        self.recency, self.row_of_serial = table.recency, table.row_of_serial
        self.alive: Mask = np.zeros(self.size, dtype=bool)
        self.alive[[self.row_of_serial[serial] for serial, _ in found]] = True
        self.row_of: Mapping[str, int] = {self.ids[row]: row for row in np.flatnonzero(self.alive).tolist()}
        self._ranks: dict[str, Rows] = {}

    @property
    def size(self) -> int:
        """How many rows there are, dead ones included."""
        return len(self.ids)

    @cached_property
    def serials(self) -> tuple[NDArray[np.uint64], Rows]:
        """The serial numbers in ascending order, and their rows."""
        numbers = np.fromiter(self.row_of_serial, dtype=np.uint64, count=self.size)
        order = np.argsort(numbers)
        return numbers[order], order

    def rows_of(self, serials: Sequence[int | float | bool | None]) -> Rows:
        """The rows with these serial numbers, each of which there is."""
        numbers, order = self.serials
        return order[np.searchsorted(numbers, np.array(serials, dtype=np.uint64))]

    @cached_property
    def by_id(self) -> Rows:
        """The place of every row when they are ordered by id: what decides between equals."""
        return _places(self.ids)

    @cached_property
    def by_title(self) -> Rows:
        """The place of every row when they are ordered by title, then by id."""
        return _places(list(zip(self.titles, self.ids, strict=True)))

    def titled(self, words: Sequence[str]) -> Sequence[int]:
        """The rows whose title is just these words; a hundred of one title are enough."""
        return self._titled.get(" ".join(words), ())[:MOST_NAMESAKES]

    @cached_property
    def _titled(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for row in np.flatnonzero(self.alive).tolist():
            found.setdefault(self.titles[row], []).append(row)
        return found

    def by_order(self, name: str) -> Rows:
        """The place of the value of every row in an order; equal values share one, NOWHERE is for those without."""
        if name not in self._ranks:
            values = [_comparable(orders.get(name)) for orders in self.table.orders]
            place = {value: place for place, value in enumerate(sorted({value for value in values if value}))}
            self._ranks[name] = np.array([place[value] if value else NOWHERE for value in values], dtype=np.intp)
        return self._ranks[name]

    def passing(self, filters: Mapping[str, Sequence[str]]) -> Mapping[str, Mask]:
        """For each filter the rows that pass it; nothing passes one by a facet that there is not."""
        return {
            name: self.facets[name].having(values, self.size)
            if name in self.facets
            else np.zeros(self.size, dtype=bool)
            for name, values in filters.items()
            if values
        }


def _alive(searcher: Searcher) -> list[tuple[int, DocAddress]]:
    """The serial number of every entry and where it lies."""
    if not searcher.num_docs:
        return []
    return list(searcher.search(Query.all_query(), searcher.num_docs, count=False, order_by_field="serial").hits)


def _read(searcher: Searcher, where: DocAddress) -> tuple[str, Any]:
    document = searcher.doc(where)
    return str(document.get_first("entry")), json.loads(bytes(document.get_first("columns") or b"{}"))


def _longer(facet: Facet, name: str, told: Sequence[Mapping[str, Sequence[str]]], start: int) -> Facet:
    values, rows, codes = dict(facet.values), [], []
    for row, facets in enumerate(told, start=start):
        for value in facets.get(name, ()):
            rows.append(row)
            codes.append(values.setdefault(value, len(values)))
    added = np.array(rows, dtype=np.intp), np.array(codes, dtype=np.intp)
    return Facet(values, np.append(facet.rows, added[0]), np.append(facet.codes, added[1]))


def _places(keys: Sequence[Any]) -> Rows:
    places = np.empty(len(keys), dtype=np.intp)
    places[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return places


def _comparable(value: float | str | None) -> tuple[str, float | str] | None:
    """Numbers before texts; they cannot be compared with each other."""
    if value is None:
        return None
    return ("text", value) if isinstance(value, str) else ("number", value)
