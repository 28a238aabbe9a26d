"""Ranks, counts and shows: from a query to what a page needs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tantivy import DocAddress, Document, Order, Schema, Searcher, SearchResult
from tantivy import Query as TantivyQuery

from learnstead.adapters.search import matching, spelling
from learnstead.adapters.search.highlights import Highlighter
from learnstead.adapters.search.schema import FACET, PART, group
from learnstead.ports.search import Hit, Inside, PartHit, Query, Results, Sort

MOST_FACET_VALUES = 1_000
PARTS_LOOKED_AT = 100


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
        correction = spelling.corrected(wanted, self._searcher)
        return Results(
            total=total,
            hits=self._hits(found, correction or query.text, any_word=relaxed),
            facets=self._facets(words, query),
            relaxed=relaxed and total > 0,
            did_you_mean=correction,
        )

    def inside(self, entry: str, text: str, *, offset: int, limit: int) -> Inside:
        """The parts of one entry, best first; with any of the words when none has enough of them."""
        wanted = matching.read(text, self._searcher)
        for any_word in (False, True) if len(wanted.words) > 1 else (False,):
            words = matching.matching(wanted, self._at, any_word=any_word)
            query = matching.filtered(words, {"entry": [entry]}, self._at, kind=PART)
            found = self._searcher.search(query, limit, offset=offset)
            if _count(found):
                marks = Highlighter(self._searcher, words, self._at)
                parts = [_part_hit(self._searcher.doc(where), marks) for _, where in found.hits]
                return Inside(total=_count(found), parts=parts, relaxed=any_word)
        return Inside(total=0, parts=())

    def _filtered(self, words: TantivyQuery, filters: Mapping[str, Sequence[str]]) -> TantivyQuery:
        named = {f"{FACET}{name}": values for name, values in filters.items() if values}
        return matching.filtered(words, named, self._at)

    def _ranked(self, words: TantivyQuery, query: Query) -> tuple[int, list[tuple[float, DocAddress]]]:
        filtered, limit, offset = self._filtered(words, query.filters), query.limit, query.offset
        if query.sort == Sort.TITLE:
            found = self._searcher.search(filtered, limit, offset=offset, order_by_field="title_key", order=Order.Asc)
        elif query.sort == Sort.NEWEST or not query.text.strip():
            found = self._searcher.search(filtered, limit, offset=offset, order_by_field="recency", order=Order.Desc)
        else:
            found = self._searcher.search(filtered, limit, offset=offset, weight_by_field="tie_break")
            return _count(found), list(found.hits)
        return _count(found), [(0.0, where) for _, where in found.hits]

    def _hits(self, found: Sequence[tuple[float, DocAddress]], text: str, *, any_word: bool) -> list[Hit]:
        """What to show of the results. Words are marked, and parts chosen, as if nothing had been misspelt."""
        wanted = matching.read(text, self._searcher)
        words = matching.matching(wanted, self._at, any_word=any_word)
        marks = Highlighter(self._searcher, words, self._at)
        documents = [(score, self._searcher.doc(where)) for score, where in found]
        parts = self._best_parts([_entry(document) for _, document in documents], words) if wanted.words else {}
        return [
            Hit(
                id=_entry(document),
                score=round(score, 4),
                title=marks.title(document),
                highlight=marks.text(document),
                stored=stored(document),
                part=_part_hit(parts[_entry(document)], marks) if _entry(document) in parts else None,
            )
            for score, document in documents
        ]

    def _best_parts(self, entries: Sequence[str], words: TantivyQuery) -> Mapping[str, Document]:
        """The part of each entry that matches best: all at once, then one by one for those that were crowded out."""
        best: dict[int, DocAddress] = {}
        together = self._parts(entries, words, at_most=PARTS_LOOKED_AT)
        for number, where in zip(self._searcher.fast_field_values("group", together), together, strict=True):
            best.setdefault(int(number or 0), where)
        if len(together) == PARTS_LOOKED_AT:
            for entry in entries:
                if group(entry) not in best:
                    best.update({group(entry): where for where in self._parts([entry], words, at_most=1)})
        documents = [self._searcher.doc(where) for where in best.values()]
        return {_entry(document): document for document in documents}

    def _parts(self, entries: Sequence[str], words: TantivyQuery, *, at_most: int) -> list[DocAddress]:
        query = matching.filtered(words, {"entry": entries}, self._at, kind=PART)
        return [where for _, where in self._searcher.search(query, at_most, False).hits]

    def _facets(self, words: TantivyQuery, query: Query) -> Mapping[str, Sequence[tuple[str, int]]]:
        """Counts as if a facet were not filtered by itself; facets without a filter are counted together."""
        free = [name for name in query.facets if not query.filters.get(name)]
        counted = self._counts(free, self._filtered(words, query.filters))
        for name in set(query.facets) - set(free):
            others = {other: values for other, values in query.filters.items() if other != name}
            counted |= self._counts([name], self._filtered(words, others))
        return counted

    def _counts(self, names: Sequence[str], query: TantivyQuery) -> dict[str, Sequence[tuple[str, int]]]:
        """Entries for each value of some facets, commonest first."""
        if not names:
            return {}
        terms = {name: {"terms": {"field": f"{FACET}{name}", "size": MOST_FACET_VALUES}} for name in names}
        answer = self._searcher.aggregate(query, terms)
        return {name: _by_count(answer[name]["buckets"]) for name in names}


def _count(found: SearchResult) -> int:
    count: int = found.count  # type: ignore[attr-defined]  # missing in its stubs
    return count


def _by_count(buckets: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    return sorted(((str(b["key"]), int(b["doc_count"])) for b in buckets), key=lambda pair: (-pair[1], pair[0]))


def _entry(document: Document) -> str:
    return str(document.get_first("entry"))


def _part_hit(document: Document, marks: Highlighter) -> PartHit:
    return PartHit(title=marks.title(document), highlight=marks.text(document), stored=stored(document))


def stored(document: Document) -> Mapping[str, object]:
    """What was stored with a document, as it was given."""
    value: dict[str, object] = json.loads(bytes(document.get_first("stored") or b"{}"))
    return value
