"""The state that one finished write left, and how it is asked."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from tantivy import DocAddress, Occur, Query, Searcher, SearchResult

from learnstead.adapters.search import schema
from learnstead.adapters.search.columns import Columns, Mask, Numbers, Rows
from learnstead.adapters.search.remembering import Remembered
from learnstead.adapters.search.spelling import Lexicon

Counts = Mapping[str, Sequence[tuple[str, int]]]
# Of twenty thousand entries a list takes 160 kB.
COUNTS_KEPT, LISTS_KEPT, MASKS_KEPT = 500, 50, 200
UNCOUNTED = sys.maxsize
ENTRIES, PARTS = schema.entries(), schema.parts()


class Best(NamedTuple):
    """Rows with the best scores, and how many match in all; UNCOUNTED when there are more, and nobody counted."""

    rows: Rows
    scores: Numbers
    total: int

    @property
    def is_all(self) -> bool:
        """Whether nothing else matches."""
        return self.total <= len(self.rows)


class Counted(NamedTuple):
    """How many entries have each value of some facets, and how many there are; None when that was not counted."""

    facets: Counts
    total: int | None


@dataclass(frozen=True)
class Commit:
    """What is written meanwhile does not show. Entries are rows of ``columns``."""

    entries: Searcher
    parts: Searcher
    columns: Columns
    lexicon: Lexicon
    facets: tuple[str, ...]
    counts: Remembered[Counted] = field(default_factory=lambda: Remembered(COUNTS_KEPT))
    lists: Remembered[Rows] = field(default_factory=lambda: Remembered(LISTS_KEPT))
    masks: Remembered[Mask] = field(default_factory=lambda: Remembered(MASKS_KEPT))

    def best(self, query: Query, at_most: int) -> Best:
        """The best entries that match."""
        found = self.entries.search(query, max(1, at_most), count=True)
        return Best(*self._read(found), count_of(found))

    def all(self, query: Query) -> tuple[Rows, Numbers]:
        """Every entry that matches, with its score."""
        return self._read(self.entries.search(query, max(1, self.entries.num_docs), count=False))

    def count(self, query: Query) -> int:
        """How many entries match."""
        return count_of(self.entries.search(query, 1, count=True))

    def passing(self, facet: str, values: Sequence[str], query: Query) -> Mask:
        """Which rows have any of these values of a facet, as the query for them says; kept, for it is asked often."""

        def looked_up() -> Mask:
            rows, _ = self.all(query)
            mask = np.zeros(self.columns.size, dtype=bool)
            mask[rows] = True
            return mask

        return self.masks.answer((facet, tuple(values)), looked_up)

    def these(self, rows: Iterable[int]) -> Query:
        """These entries, all scored 0."""
        ids = [self.columns.ids[row] for row in rows]
        return Query.const_score_query(Query.term_set_query(ENTRIES, "entry", ids), 0.0)

    def _read(self, found: SearchResult) -> tuple[Rows, Numbers]:
        serials = self.entries.fast_field_values("serial", [where for _, where in found.hits])
        scores = np.array([score for score, _ in found.hits], dtype=np.float64)
        return self.columns.rows_of(serials), scores


def both(query: Query, other: Query) -> Query:
    """What matches both; the scores add up."""
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, other)])


def either(*queries: Query) -> Query:
    """What matches any of them."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def addresses(found: SearchResult) -> list[DocAddress]:
    """Where the documents lie."""
    return [where for _, where in found.hits]


def count_of(found: SearchResult) -> int:
    """How many documents match, if they were counted."""
    count: int = found.count  # type: ignore[attr-defined]  # missing in its stubs
    return count
