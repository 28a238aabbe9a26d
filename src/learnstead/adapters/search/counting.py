"""Which entries match once they are filtered, and how many of them have each value of a facet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from tantivy import Query, Searcher

from learnstead.adapters.search import schema
from learnstead.adapters.search.columns import Mask
from learnstead.adapters.search.commit import Commit, Counted, both

MOST_VALUES = 20_000
HOW_MANY, EACH = "how many", {"value_count": {"field": "serial"}}


@dataclass(frozen=True)
class Filters:
    """What is to be left of anything that matches, by facet: as queries, and as the values they are for."""

    within: Mapping[str, Query]
    values: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, asked: Mapping[str, Sequence[str]], facets: tuple[str, ...]) -> "Filters":
        """Any-of within a facet, all-of across facets; nothing passes a filter by a facet that there is not."""
        at = schema.entries(facets)
        folded = {name: [value.casefold() for value in values] for name, values in asked.items() if values}
        within = {
            name: Query.const_score_query(Query.term_set_query(at, schema.folded(name), values), 0.0)
            if name in facets
            else Query.empty_query()
            for name, values in folded.items()
        }
        return cls(within, folded)

    def mask(self, commit: Commit) -> Mask:
        """Which rows pass every filter."""
        masks = (commit.passing(name, self.values[name], query) for name, query in self.within.items())
        return reduce(np.logical_and, masks, commit.columns.alive)

    def among(self, query: Query, *, but: str = "") -> Query:
        """What of a query's matches passes every filter, perhaps but one; its scores stay as they are."""
        return reduce(both, (filter_ for name, filter_ in self.within.items() if name != but), query)


def counted(names: Sequence[str], matching: Query, filters: Filters, entries: Searcher) -> Counted:
    """For each facet the entries with each value, as if it were not filtered by itself; the commonest value first.

    How many pass all filters is told by the way, if there is a facet that is not filtered.
    """
    alike = [name for name in names if name not in filters.within]
    groups = [(alike, filters.among(matching))] if alike else []
    groups += [([name], filters.among(matching, but=name)) for name in names if name in filters.within]
    found: dict[str, Sequence[tuple[str, int]]] = {}
    total: int | None = None
    for group, among in groups:
        told = entries.aggregate(among, {HOW_MANY: EACH, **{name: _by_value(name) for name in group}})
        found |= {name: _ordered(told[name]["buckets"]) for name in group}
        total = int(told[HOW_MANY]["value"]) if group == alike else total
    return Counted({name: found[name] for name in names}, total)


def _by_value(name: str) -> Mapping[str, Any]:
    return {"terms": {"field": schema.counted(name), "size": MOST_VALUES, "segment_size": MOST_VALUES}}


def _ordered(buckets: Sequence[Mapping[str, Any]]) -> Sequence[tuple[str, int]]:
    pairs = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
