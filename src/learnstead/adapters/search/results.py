"""Ranks, counts and shows: from a query to what a page needs."""

import json
from collections.abc import Iterator, Mapping, Sequence

from tantivy import DocAddress, Document, Order, Schema, Searcher
from tantivy import Query as TantivyQuery

from learnstead.adapters.search import matching, spelling
from learnstead.adapters.search.highlights import Highlighter
from learnstead.adapters.search.schema import FACET, PART
from learnstead.ports.search import Hit, PartHit, Query, Results, Sort

MOST_FACET_VALUES = 1_000
COUNTS = "values"


class Reader:
    """One look at the index; what is committed meanwhile does not show."""

    def __init__(self, searcher: Searcher, at: Schema) -> None:
        self._searcher = searcher
        self._at = at

    def results(self, query: Query) -> Results:
        """All that a page of results shows."""
        wanted = matching.read(query.text, self._searcher)
        words = matching.matching(wanted, self._at)
        total, found = self._ranked(words, query)
        relaxed = total == 0 and len(wanted.words) > 1
        if relaxed:
            words = matching.matching(wanted, self._at, any_word=True)
            total, found = self._ranked(words, query)
        return Results(
            total=total,
            hits=list(self._hits(found, words, wanted)),
            facets={name: self._counts(name, words, query.filters) for name in query.facets},
            relaxed=relaxed and total > 0,
            did_you_mean=spelling.corrected(wanted, self._searcher),
        )

    def _filtered(self, words: TantivyQuery, filters: Mapping[str, Sequence[str]]) -> TantivyQuery:
        named = {f"{FACET}{name}": values for name, values in filters.items() if values}
        return matching.filtered(words, named, self._at)

    def _ranked(self, words: TantivyQuery, query: Query) -> tuple[int, list[tuple[float, DocAddress]]]:
        filtered = self._filtered(words, query.filters)
        total: int = self._searcher.search(filtered, 1).count  # type: ignore[attr-defined]  # missing in its stubs
        if query.sort == Sort.TITLE:
            by_title = self._searcher.search(
                filtered, query.limit, False, order_by_field="title_key", offset=query.offset, order=Order.Asc
            )
            return total, [(0.0, where) for _, where in by_title.hits]
        if query.sort == Sort.NEWEST or not query.text.strip():
            newest = self._searcher.search(
                filtered, query.limit, False, order_by_field="recency", offset=query.offset, order=Order.Desc
            )
            return total, [(0.0, where) for _, where in newest.hits]
        best = self._searcher.search(filtered, query.limit, False, offset=query.offset, weight_by_field="tie_break")
        return total, list(best.hits)

    def _hits(
        self, found: Sequence[tuple[float, DocAddress]], words: TantivyQuery, wanted: matching.Wanted
    ) -> Iterator[Hit]:
        marks = Highlighter(self._searcher, words, self._at)
        for score, where in found:
            document = self._searcher.doc(where)
            entry = str(document.get_first("entry"))
            yield Hit(
                id=entry,
                score=round(score, 4),
                title=marks.title(document),
                highlight=marks.text(document),
                stored=stored(document),
                part=self._best_part(entry, words, marks) if wanted.words else None,
            )

    def _best_part(self, entry: str, words: TantivyQuery, marks: Highlighter) -> PartHit | None:
        query = matching.filtered(words, {"entry": [entry]}, self._at, kind=PART)
        for _, where in self._searcher.search(query, 1, count=False).hits:
            document = self._searcher.doc(where)
            return PartHit(title=marks.title(document), highlight=marks.text(document), stored=stored(document))
        return None

    def _counts(
        self, name: str, words: TantivyQuery, filters: Mapping[str, Sequence[str]]
    ) -> Sequence[tuple[str, int]]:
        """Entries for each value, commonest first, as if this facet were not filtered by."""
        others = {other: values for other, values in filters.items() if other != name}
        terms = {"field": f"{FACET}{name}", "size": MOST_FACET_VALUES}
        answer = self._searcher.aggregate(self._filtered(words, others), {COUNTS: {"terms": terms}})
        found = [(bucket["key"], int(bucket["doc_count"])) for bucket in answer[COUNTS]["buckets"]]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def stored(document: Document) -> Mapping[str, object]:
    """What was stored with a document, as it was given."""
    value: dict[str, object] = json.loads(bytes(document.get_first("stored") or b"{}"))
    return value
