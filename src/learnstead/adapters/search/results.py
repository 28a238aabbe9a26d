"""Answers a query from one commit: what matches, in which order, and what to show of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from tantivy import DocAddress, Document, Occur, Searcher, SearchResult
from tantivy import Query as TantivyQuery

from learnstead.adapters.search import analysis, matching, ranking, schema
from learnstead.adapters.search.columns import Columns, Numbers, Rows
from learnstead.adapters.search.highlights import Highlighter
from learnstead.adapters.search.matching import Matcher, PartMatcher, Wanted
from learnstead.adapters.search.ranking import Matches
from learnstead.adapters.search.remembering import Matched, RememberedMatches
from learnstead.adapters.search.spelling import Lexicon
from learnstead.ports.search import Hit, Inside, PartHit, Query, Results

ENTRIES, PARTS = schema.entries(), schema.parts()
PARTS_LOOKED_AT = 100
PLACES = ("identifier", "title", "people", "keywords", "text", "part", "meaning")
# With fewer results than this that have enough of the words, those with any of them follow.
FEW = 20
FOLLOWING = 0.5  # of their score
NOT_NAMED: Mapping[int, float] = MappingProxyType({})
# With fewer than this, a known word may be misspelt after all.
VERY_FEW = 3


@dataclass(frozen=True)
class Commit:
    """The state that one finished write left; what is written meanwhile does not show."""

    entries: Searcher
    parts: Searcher
    columns: Columns
    lexicon: Lexicon
    remembered: RememberedMatches = field(default_factory=RememberedMatches)


def results(query: Query, commit: Commit) -> Results:
    """All that a page of results shows."""
    wanted = matching.read(query.text, commit.lexicon, query.synonyms)
    columns = commit.columns
    matched = _by_words(wanted, query, commit)
    matches = ranking.combined(query, columns, matched)
    filters = columns.passing(query.filters)
    among = ranking.passing(matches, filters)
    page = ranking.ordered(matches, among, columns, query)[query.offset : query.offset + query.limit]
    return Results(
        total=int(np.count_nonzero(among)),
        hits=Page(commit, wanted, query).hits(page, matches),
        facets=ranking.counted(query.facets, matches, filters, columns),
        relaxed=matched.relaxed and bool(matches.mask.any()),
        did_you_mean=_did_you_mean(wanted, int(np.count_nonzero(matches.mask)), commit),
    )


def _by_words(wanted: Wanted, query: Query, commit: Commit) -> Matched:
    """What the words match and how well, and whether nothing had enough of them."""
    if not query.text.strip() and (query.by_words or not query.nearest):
        everything = np.flatnonzero(commit.columns.alive)
        return _matched(everything, np.zeros(len(everything)))
    if not wanted.units or not query.by_words:
        return _matched(np.array([], dtype=np.intp), np.array([]))
    asked = (query.text, tuple(map(tuple, query.synonyms)), query.ranking.content_weight)
    return commit.remembered.matched(asked, lambda: _looked_up(wanted, query, commit))


def _looked_up(wanted: Wanted, query: Query, commit: Commit) -> Matched:
    matcher = Matcher(ENTRIES, content_weight=query.ranking.content_weight)
    named = _named(wanted, matcher, commit)
    rows, scores = _all(matcher.matching(wanted), commit)
    if len(rows) >= FEW or len(wanted.units) == 1:
        return _matched(rows, scores, named)
    more, their_scores = _all(matcher.matching(wanted, any_word=True), commit)
    if len(rows):
        their_scores[~np.isin(more, rows)] *= FOLLOWING
    return _matched(more, their_scores, named, relaxed=not len(rows))


def _named(wanted: Wanted, matcher: Matcher, commit: Commit) -> Mapping[int, float]:
    """What the text quotes, and above it what has the text for its title."""
    quoting = matcher.quoting(wanted)
    quoted = _all(quoting, commit)[0].tolist() if quoting else ()
    entitled = commit.columns.titled(analysis.words(wanted.text))
    return {**dict.fromkeys(quoted, matching.QUOTED), **dict.fromkeys(entitled, matching.ENTITLED)}


def _matched(rows: Rows, scores: Numbers, named: Mapping[int, float] = NOT_NAMED, *, relaxed: bool = False) -> Matched:
    """Scores are numbers of four bytes where they come from."""
    return Matched(relaxed, rows.astype(np.int32), scores.astype(np.float32), named)


def _all(query: TantivyQuery, commit: Commit) -> tuple[Rows, Numbers]:
    """Every entry that matches, with its score."""
    found = commit.entries.search(query, max(1, commit.entries.num_docs), count=False).hits
    scores = np.array([score for score, _ in found], dtype=np.float64)
    serials = commit.entries.fast_field_values("serial", [where for _, where in found])
    return commit.columns.rows_of(serials), scores


def _did_you_mean(wanted: Wanted, total: int, commit: Commit) -> str:
    if wanted.corrected or total > VERY_FEW:
        return wanted.corrected
    known = [word.text for word in wanted.words]
    return matching.replaced(wanted.text, [(word, commit.lexicon.commoner(word) or word) for word in known])


class Page:
    """What to show of a few entries."""

    def __init__(self, commit: Commit, wanted: Wanted, query: Query) -> None:
        self._commit = commit
        self._wanted = wanted
        self._query = query

    def hits(self, rows: Rows, matches: Matches) -> list[Hit]:
        """The entries of these rows, in this order."""
        ids = [self._commit.columns.ids[row] for row in rows]
        if self._query.bare:
            found = zip(ids, rows.tolist(), strict=True)
            return [
                Hit(id=name, score=_score(matches, row), title="", highlight="", stored={}, part=None)
                for name, row in found
            ]
        documents, parts, places = self._documents(ids), self._parts(ids), self._places(ids)
        marks = Highlighter(self._commit.entries, matching.marking(self._wanted, ENTRIES), ENTRIES)

        def hit(row: int, name: str) -> Hit:
            title, text = marks.title(documents[name]), marks.text(documents[name])
            there = {place for place, having in places.items() if name in having}
            there |= {"title"} if marks.marked(title) else set()
            there |= {"text"} if text else set()
            there |= {"part"} if name in parts else set()
            there |= {"meaning"} if name in self._query.nearest else set()
            return Hit(
                id=name,
                score=_score(matches, row),
                title=title,
                highlight=text,
                stored=stored(documents[name]),
                part=parts.get(name),
                matched=[place for place in PLACES if place in there],
                explanation=matches.explained(row),
            )

        return [hit(row, name) for row, name in zip(rows.tolist(), ids, strict=True)]

    def _documents(self, ids: Sequence[str]) -> Mapping[str, Document]:
        if not ids:
            return {}
        query = TantivyQuery.term_set_query(ENTRIES, "entry", list(ids))
        found = (self._commit.entries.doc(where) for _, where in self._commit.entries.search(query, len(ids)).hits)
        return {str(document.get_first("entry")): document for document in found}

    def _places(self, ids: Sequence[str]) -> Mapping[str, set[str]]:
        """Which of some entries have any of the words in their identifiers, people or keywords."""
        if not self._wanted.units or not ids:
            return {}
        return {place: self._among(ids, query) for place, query in matching.places(self._wanted, ENTRIES).items()}

    def _among(self, ids: Sequence[str], query: TantivyQuery) -> set[str]:
        entries = self._commit.entries
        found = entries.search(_within(query, ids), len(ids), count=False).hits
        rows = self._commit.columns.rows_of(entries.fast_field_values("serial", [where for _, where in found]))
        return {self._commit.columns.ids[row] for row in rows}

    def _parts(self, ids: Sequence[str]) -> Mapping[str, PartHit]:
        """The part of each entry that matches best: all at once, then one by one for those that were crowded out."""
        if not self._wanted.units or not ids:
            return {}
        found = self._best_parts(ids, at_most=PARTS_LOOKED_AT)
        best = self._owned(found)
        if len(found) == PARTS_LOOKED_AT:
            for name in ids:
                if name not in best:
                    best |= self._owned(self._best_parts([name], at_most=1))
        marks = Highlighter(self._commit.parts, matching.marking(self._wanted, PARTS), PARTS)
        return {name: part_hit(self._commit.parts.doc(where), marks) for name, where in best.items()}

    def _best_parts(self, ids: Sequence[str], *, at_most: int) -> list[DocAddress]:
        query = PartMatcher(PARTS, ids).best(self._wanted)
        return [where for score, where in self._commit.parts.search(query, at_most, count=False).hits if score > 0]

    def _owned(self, found: Sequence[DocAddress]) -> dict[str, DocAddress]:
        """The first of these parts for each entry."""
        best: dict[str, DocAddress] = {}
        columns = self._commit.columns
        for serial, where in zip(self._commit.parts.fast_field_values("owner", list(found)), found, strict=True):
            row = columns.row_of_serial.get(int(serial or 0))
            if row is not None:
                best.setdefault(columns.ids[row], where)
        return best


def inside(entry: str, text: str, commit: Commit, *, offset: int, limit: int) -> Inside:
    """The parts of one entry, best first; with any of the words when none has enough of them."""
    wanted = matching.read(text, commit.lexicon)
    if not wanted.units and text.strip():
        return Inside(total=0, parts=())
    matcher = PartMatcher(PARTS, [entry])
    for any_word in (False, True) if len(wanted.units) > 1 else (False,):
        found = commit.parts.search(matcher.matching(wanted, any_word=any_word), max(1, limit), offset=offset)
        if _count(found):
            marks = Highlighter(commit.parts, matching.marking(wanted, PARTS), PARTS)
            parts = [part_hit(commit.parts.doc(where), marks) for where in _hits(found)[:limit]]
            return Inside(total=_count(found), parts=parts, relaxed=any_word)
    return Inside(total=0, parts=())


def _score(matches: Matches, row: int) -> float:
    return round(float(matches.score[row]), 6)


def _within(query: TantivyQuery, ids: Iterable[str]) -> TantivyQuery:
    """Only these entries; scores stay as they are."""
    among = matching.constant(TantivyQuery.term_set_query(ENTRIES, "entry", list(ids)), 0.0)
    return TantivyQuery.boolean_query([(Occur.Must, query), (Occur.Must, among)])


def _hits(found: SearchResult) -> list[DocAddress]:
    return [where for _, where in found.hits]


def _count(found: SearchResult) -> int:
    count: int = found.count  # type: ignore[attr-defined]  # missing in its stubs
    return count


def part_hit(document: Document, marks: Highlighter) -> PartHit:
    """A part as it is shown."""
    return PartHit(title=marks.title(document), highlight=marks.text(document), stored=stored(document))


def stored(document: Document) -> Mapping[str, object]:
    """What was stored with a document, as it was given."""
    value: dict[str, object] = json.loads(bytes(document.get_first("stored") or b"{}"))
    return value
