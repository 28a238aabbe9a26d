"""Answers a query from one commit: what matches, in which order, and what to show of it."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property

import msgspec
import numpy as np
from tantivy import DocAddress, Document, Occur
from tantivy import Query as TantivyQuery

from learnstead.adapters.search import matching, ranking
from learnstead.adapters.search.columns import Mask, Numbers, Rows
from learnstead.adapters.search.commit import (
    ENTRIES,
    PARTS,
    UNCOUNTED,
    Best,
    Commit,
    Counted,
    addresses,
    both,
    count_of,
    either,
)
from learnstead.adapters.search.counting import Filters, counted
from learnstead.adapters.search.highlights import Highlighter
from learnstead.adapters.search.matching import PartMatcher, Wanted
from learnstead.adapters.search.ranking import Matches
from learnstead.adapters.search.wording import Wording, worded
from learnstead.ports.search import Hit, Inside, PartHit, Query, Results

PARTS_LOOKED_AT = 100
PLACES = ("identifier", "title", "people", "keywords", "text", "part", "meaning")
# So many of the best by their words are weighed at first, and so many times more while others might score higher.
WEIGHED, WIDER = 1500, 8
CLEARLY = 1.001  # beyond what rounding could make equal
# With fewer results than this, a known word may be misspelt after all.
VERY_FEW = 3


def results(query: Query, commit: Commit) -> Results:
    """All that a page of results shows."""
    wanted = matching.read(query.text, commit.lexicon, query.synonyms)
    search = Search(query, worded(wanted, query, commit, at_most=weighed_for(query)), commit)
    matches, page, total = search.by_score() if ranking.is_by_score(query) else search.sorted()
    anything = search.wording.total
    if anything <= VERY_FEW and query.nearest:
        anything = commit.count(search.matching)
    return Results(
        total=total,
        hits=Page(commit, wanted, query).hits(page, matches),
        facets=search.counted.facets,
        relaxed=search.wording.relaxed and bool(anything),
        did_you_mean=_did_you_mean(wanted, anything, commit),
    )


def weighed_for(query: Query) -> int:
    """How many of the best by their words are weighed at first."""
    return WEIGHED + 2 * (query.offset + query.limit)


class Search:
    """Finds the rows of one page among what has the words or is near in meaning."""

    def __init__(self, query: Query, wording: Wording, commit: Commit) -> None:
        self.wording = wording
        self.filters = Filters.of(query.filters, commit.facets)
        self._query = query
        self._commit = commit
        self._everything = not query.text.strip() and (query.by_words or not query.nearest)

    @property
    def matching(self) -> TantivyQuery:
        """What is to be found, before anything is filtered, at no score."""
        if self._everything:
            return TantivyQuery.all_query()
        return either(self.wording.plain, _entries(self._query.nearest)) if self._query.nearest else self.wording.plain

    @cached_property
    def counted(self) -> Counted:
        """How many of what is found have each value of the facets that are asked for."""
        names = tuple(name for name in self._query.facets if name in self._commit.facets)
        return self._commit.counts.answer(
            (names, self._asked()), lambda: counted(names, self.matching, self.filters, self._commit.entries)
        )

    def _asked(self) -> Hashable:
        """All that decides what is found."""
        query = self._query
        wording = (query.text, tuple(map(tuple, query.synonyms)), query.by_words)
        weights = (query.ranking.content_weight, query.ranking.min_score)
        narrowed = tuple((name, tuple(values)) for name, values in query.filters.items())
        return wording, weights, narrowed, frozenset(query.nearest)

    def sorted(self) -> tuple[Matches, Rows, int]:
        """By something else than scores: everything needs its place, scores only what is shown."""
        query, commit = self._query, self._commit
        ordered = commit.lists.answer((query.order, query.sort, self._asked()), self._listed)
        page = ordered[query.offset : query.offset + query.limit]
        return self._weighed(*self._scored(commit.these(page.tolist()))), page, len(ordered)

    def _listed(self) -> Rows:
        rows, _ = self._commit.all(self.filters.among(matching.constant(self.matching, 0.0)))
        return ranking.ordered(rows, self._commit.columns, self._query).astype(np.int32)

    def by_score(self) -> tuple[Matches, Rows, int]:
        """The best by their words are weighed, with all that is near or named, until no other can be on the page."""
        query, columns, until = self._query, self._commit.columns, self._query.offset + self._query.limit
        at_most = self._commit.entries.num_docs if self._everything else weighed_for(query)
        while True:
            found = self._best(at_most)
            apart, their_scores, only_near = self._apart(found)
            matches = self._weighed(np.append(found.rows, apart), np.append(found.scores, their_scores))
            page = ranking.ordered(matches.rows, columns, query, matches.score)[query.offset : until]
            if found.is_all or not len(page):
                break
            most = ranking.most_for_words_alone(query, columns, self.wording, float(found.scores.min()))
            if len(page) == query.limit and matches.score_of(int(page[-1])) > most * CLEARLY:
                break
            at_most *= WIDER
        return matches, page, self._total() if found.total == UNCOUNTED else found.total + only_near

    def _total(self) -> int:
        """How many there are; who counts facets knows it."""
        total = self.counted.total
        return self._commit.count(self.filters.among(self.matching)) if total is None else total

    def _best(self, at_most: int) -> Best:
        """The best that pass the filters; often that can be told from the best of all, which are known already."""
        first = self.wording.first
        if first and len(first.rows) >= min(at_most, first.total):
            if not self.filters.within:
                return first
            left = self.mask[first.rows]
            count = int(np.count_nonzero(left))
            if first.is_all:
                return Best(first.rows[left], first.scores[left], count)
            if count >= self._query.offset + self._query.limit:
                return Best(first.rows[left], first.scores[left], UNCOUNTED)
        return self._commit.best(self.filters.among(self.wording.scoring), at_most)

    @cached_property
    def mask(self) -> Mask:
        """Which rows pass the filters."""
        return self.filters.mask(self._commit)

    def _apart(self, found: Best) -> tuple[Rows, Numbers, int]:
        """What else is near in meaning or named, and how many of them do not have the words."""
        columns, there = self._commit.columns, set(found.rows.tolist())
        near = {columns.row_of[entry] for entry in self._query.nearest if entry in columns.row_of} - there
        named = set() if found.is_all else self.wording.named.keys() - there
        special = np.array(sorted(near | named), dtype=np.intp)
        if self.filters.within:
            special = special[self.mask[special]]
        if not len(special):
            return special, np.array([]), 0
        scores = np.zeros(len(special))
        if not found.is_all:
            special, scores = self._scored(self._commit.these(special.tolist()))
        is_near = np.isin(special, list(near))
        kept = is_near | (scores > 0)
        return special[kept], scores[kept], int(np.count_nonzero(is_near & (scores == 0)))

    def _scored(self, among: TantivyQuery) -> tuple[Rows, Numbers]:
        """All of these, with what their words score."""
        return self._commit.all(TantivyQuery.boolean_query([(Occur.Must, among), (Occur.Should, self.wording.scoring)]))

    def _weighed(self, rows: Rows, scores: Numbers) -> Matches:
        keyword = self.wording.weighed(rows, scores)
        return ranking.combined(self._query, self._commit.columns, self.wording, rows, keyword)


def _entries(ids: Iterable[str]) -> TantivyQuery:
    return matching.constant(TantivyQuery.term_set_query(ENTRIES, "entry", list(ids)), 0.0)


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
                Hit(id=name, score=matches.score_of(row), title="", highlight="", stored={}, part=None)
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
                score=matches.score_of(row),
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
        rows, _ = self._commit.all(both(query, _entries(ids)))
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
        if count_of(found):
            marks = Highlighter(commit.parts, matching.marking(wanted, PARTS), PARTS)
            parts = [part_hit(commit.parts.doc(where), marks) for where in addresses(found)[:limit]]
            return Inside(total=count_of(found), parts=parts, relaxed=any_word)
    return Inside(total=0, parts=())


def part_hit(document: Document, marks: Highlighter) -> PartHit:
    """A part as it is shown."""
    return PartHit(title=marks.title(document), highlight=marks.text(document), stored=stored(document))


def stored(document: Document) -> Mapping[str, object]:
    """What was stored with a document, as it was given."""
    value: dict[str, object] = msgspec.json.decode(bytes(document.get_first("stored") or b"{}"))
    return value
