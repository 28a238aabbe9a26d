"""What has the words of a text: looked for strictly, and when few have enough of them, with any of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from tantivy import Query as TantivyQuery

from learnstead.adapters.search import analysis, matching
from learnstead.adapters.search.columns import Numbers, Rows
from learnstead.adapters.search.commit import ENTRIES, Best, Commit, both
from learnstead.adapters.search.matching import Matcher, Sieve, Wanted
from learnstead.ports.search import Query

# With fewer results than this that have enough of the words, those with any of them follow.
FEW = 20
FOLLOWING = 0.5  # of their score
MOST_QUOTED = 500


@dataclass(frozen=True)
class Wording:
    """A query that scores what has the words, and one that matches the same for less.

    ``best`` and ``total`` are the best score and how many there are before anything is filtered; ``first`` are the
    best of them, as many as were asked for. ``enough`` has the rows with enough of the words when others follow them,
    None when nothing else does. ``named`` are rows that the whole text names or quotes, with how many best scores more
    they are worth.
    """

    scoring: TantivyQuery
    plain: TantivyQuery
    best: float = 0.0
    total: int = 0
    first: Best | None = None
    enough: Rows | None = None
    named: Mapping[int, float] = field(default_factory=dict)

    @property
    def relaxed(self) -> bool:
        """Whether nothing has enough of the words."""
        return self.enough is not None and not len(self.enough)

    def weighed(self, rows: Rows, scores: Numbers) -> Numbers:
        """Scores, those of what only follows lowered."""
        if self.enough is None or not len(self.enough):
            return scores
        return np.where(np.isin(rows, self.enough), scores, scores * FOLLOWING)


NOTHING = Wording(TantivyQuery.empty_query(), TantivyQuery.empty_query())


def worded(wanted: Wanted, query: Query, commit: Commit, *, at_most: int) -> Wording:
    """What has the words, and scores enough; so many of the best are looked up."""
    if query.by_words and not query.text.strip():
        everything = TantivyQuery.all_query()
        return Wording(matching.constant(everything, 0.0), everything, total=commit.entries.num_docs)
    if not wanted.units or not query.by_words:
        return NOTHING
    weight = query.ranking.content_weight
    matcher, sieve = Matcher(ENTRIES, content_weight=weight), Sieve(ENTRIES, content_weight=weight)
    found = _strictly(wanted, matcher, sieve, commit, max(FEW, at_most))
    if found.enough is not None:
        found = _loosely(wanted, found.enough, matcher, sieve, commit)
    if query.ranking.min_score > 0:
        found = _scoring_enough(found, query.ranking.min_score, commit)
    return replace(found, named=_named(wanted, matcher, commit))


def _strictly(wanted: Wanted, matcher: Matcher, sieve: Sieve, commit: Commit, at_most: int) -> Wording:
    scoring, plain = matcher.matching(wanted), sieve.matching(wanted)
    first = commit.best(scoring, at_most)
    few = first.total < FEW and len(wanted.units) > 1
    return Wording(scoring, plain, _highest(first.scores), first.total, first, first.rows if few else None)


def _loosely(wanted: Wanted, enough: Rows, matcher: Matcher, sieve: Sieve, commit: Commit) -> Wording:
    """Among so many of the best there is the best of those that do not have enough of the words."""
    scoring = matcher.matching(wanted, any_word=True)
    rows, scores, total = commit.best(scoring, FEW)
    found = Wording(scoring, sieve.matching(wanted, any_word=True), total=total, enough=enough)
    _, strict_scores = commit.all(both(scoring, commit.these(enough)))
    return replace(found, best=max(_highest(found.weighed(rows, scores)), _highest(strict_scores)))


def _scoring_enough(found: Wording, least: float, commit: Commit) -> Wording:
    """What scores too little is no match. Each of them has to be looked at; no installation sets this by default."""
    rows, scores = commit.all(found.scoring)
    kept = commit.these(rows[found.weighed(rows, scores) >= least].tolist())
    return replace(found, scoring=both(found.scoring, kept), plain=kept, total=commit.count(kept), first=None)


def _named(wanted: Wanted, matcher: Matcher, commit: Commit) -> Mapping[int, float]:
    """What the text quotes, and above it what has the text for its title."""
    quoting = matcher.quoting(wanted)
    quoted = commit.best(quoting, MOST_QUOTED)[0].tolist() if quoting else ()
    entitled = commit.columns.titled(analysis.words(wanted.text))
    return {**dict.fromkeys(quoted, matching.QUOTED), **dict.fromkeys(entitled, matching.ENTITLED)}


def _highest(scores: Numbers) -> float:
    return float(scores.max(initial=0.0))
