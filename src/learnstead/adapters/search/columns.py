"""What is known of every entry, as arrays: to weigh and order any set of them at once.

A row is one version of an entry. Rows are only ever added, so that a new commit costs what it changed; rows of
versions that are gone are no longer alive, and left behind when they are many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
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

    @classmethod
    def empty(cls) -> "Table":
        """A table without rows."""
        nothing = np.array([], dtype=np.float64)
        return cls([], {}, [], [], nothing, nothing, nothing, nothing)

    @classmethod
    def kept(cls, file: Path) -> "Table":
        """What ``keep`` wrote; empty when there is no such file, or not a whole one."""
        try:
            return cls.empty().longer(msgspec.msgpack.decode(file.read_bytes(), type=list[tuple[int, str, Any]]))
        except (OSError, msgspec.MsgspecError):
            return cls.empty()

    def longer(self, fresh: Sequence[tuple[int, str, Any]]) -> "Table":
        """The same with more rows: serial number, id and what was written of each."""
        start, rows = len(self.ids), [row for _, _, row in fresh]
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
        )


class Columns:
    """The rows of one commit."""

    def __init__(self, searcher: Searcher, known: Table) -> None:
        """Read what is not known yet."""
        found = _alive(searcher)
        table = known if len(known.ids) * (1 - MOST_DEAD) <= len(found) else Table.empty()
        fresh = [(serial, where) for serial, where in found if serial not in table.row_of_serial]
        table = table.longer([(serial, *_read(searcher, where)) for serial, where in fresh])
        self.table: Table = table
        self.ids, self.titles = table.ids, table.titles
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
    def highest_boost(self) -> float:
        """What no entry's score is multiplied by more."""
        return float(self.boost.max(initial=1.0))

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


def keep(searcher: Searcher, file: Path) -> None:
    """Write what is known of every entry to a file: to read that is much faster than to ask for each document."""
    rows = [(serial, *_read(searcher, where)) for serial, where in _alive(searcher)]
    file.write_bytes(msgspec.msgpack.encode(rows))


def _alive(searcher: Searcher) -> list[tuple[int, DocAddress]]:
    """The serial number of every entry and where it lies."""
    if not searcher.num_docs:
        return []
    return list(searcher.search(Query.all_query(), searcher.num_docs, count=False, order_by_field="serial").hits)


def _read(searcher: Searcher, where: DocAddress) -> tuple[str, Any]:
    document = searcher.doc(where)
    return str(document.get_first("entry")), msgspec.json.decode(bytes(document.get_first("columns") or b"{}"))


def _places(keys: Sequence[Any]) -> Rows:
    places = np.empty(len(keys), dtype=np.intp)
    places[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return places


def _comparable(value: float | str | None) -> tuple[str, float | str] | None:
    """Numbers before texts; they cannot be compared with each other."""
    if value is None:
        return None
    return ("text", value) if isinstance(value, str) else ("number", value)
