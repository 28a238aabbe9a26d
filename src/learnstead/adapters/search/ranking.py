"""From what matches to an order: combines words with meaning, weighs, cuts, sorts and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from learnstead.adapters.search.columns import NOWHERE, Columns, Mask, Numbers, Rows
from learnstead.adapters.search.remembering import Matched
from learnstead.kernel import clock
from learnstead.ports.search import Query, Ranking, Sort

SECONDS_IN_A_YEAR = 365 * 86_400
# Scores are compared to so many digits, so that how sums were rounded on their way does not order equals.
DIGITS = 5


@dataclass(frozen=True)
class Matches:
    """What matches, over all rows: the keyword score, the similarity, and what all come to.

    ``named`` is what an entry scores above all others because the text is its title, or stands in it word by word.
    """

    mask: Mask
    keyword: Numbers
    similarity: Numbers
    named: Numbers
    score: Numbers
    best: float
    worth: Mapping[str, Numbers]

    def explained(self, row: int) -> Mapping[str, float]:
        """The numbers that made the score of a row."""
        numbers = {
            "keyword": self.keyword[row],
            "keyword_share": self.keyword[row] / self.best,
            "similarity": self.similarity[row],
            "named": self.named[row],
            **{name: factor[row] for name, factor in self.worth.items()},
            "score": self.score[row],
        }
        return {name: round(float(number), 6) for name, number in numbers.items()}


def combined(query: Query, columns: Columns, matched: Matched) -> Matches:
    """What the words matched and what is near in meaning.

    The best keyword score is that of everything that matches, so that a filter changes no score.
    """
    keyword = np.zeros(columns.size)
    mask = np.zeros(columns.size, dtype=bool)
    rows, scores = matched.rows, matched.scores
    enough = scores >= (query.ranking.min_score if query.text.strip() else 0.0)
    keyword[rows[enough]] = scores[enough]
    mask[rows[enough]] = True
    similarity = np.zeros(columns.size)
    near = [(columns.row_of[entry], value) for entry, value in query.nearest.items() if entry in columns.row_of]
    for row, value in near:
        similarity[row] = value
        mask[row] = True
    best = float(keyword.max(initial=0.0)) or 1.0
    score = keyword
    if query.nearest:
        score = query.keyword_share * keyword / best + (1 - query.keyword_share) * similarity
    worth = worths(columns, query.ranking)
    score = reduce(np.multiply, worth.values(), score)
    named = np.zeros(columns.size)
    named[list(matched.named)] = list(matched.named.values())
    score = score + named * mask * (1.0 if query.nearest else best)
    return Matches(mask, keyword, similarity, named, score, best, worth)


def worths(columns: Columns, ranking: Ranking) -> Mapping[str, Numbers]:
    """What scores are multiplied by: for what an entry is, for what is missing, and for age.

    Age counts linearly, never below nothing; what is still to come has not aged.
    """
    now = (ranking.now or clock.now()).timestamp()
    years = np.nan_to_num((now - columns.since) / SECONDS_IN_A_YEAR, nan=0.0).clip(min=0.0)
    return {
        "boost": columns.boost if ranking.boosted else np.ones(columns.size),
        "completeness": 1 - ranking.incompleteness_penalty * (1 - columns.completeness),
        "age": (1 - ranking.yearly_decay * years).clip(min=0.0),
    }


def ordered(matches: Matches, passing: Mask, columns: Columns, query: Query) -> Rows:
    """The rows that match and pass, in the order asked for, at least to the end of the page; ids between equals."""
    rows = np.flatnonzero(passing)
    if query.order:
        return _by_order(rows, query.order, columns)
    if query.sort == Sort.TITLE:
        return rows[np.argsort(columns.by_title[rows])]
    if query.sort == Sort.NEWEST or not (query.text.strip() or query.nearest):
        return rows[np.lexsort((columns.by_id[rows], -columns.recency[rows]))]
    scores = rounded(matches.score[rows])
    page = query.offset + query.limit
    if 0 < page < len(rows):  # only what is good enough for this page needs an order
        good = scores >= np.partition(scores, -page)[-page]
        rows, scores = rows[good], scores[good]
    return rows[np.lexsort((columns.by_id[rows], -scores))]


def rounded(scores: Numbers) -> Numbers:
    """Scores to so many significant digits."""
    magnitude = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.maximum(scores, 1e-12))))
    rounded: Numbers = np.round(scores * magnitude) / magnitude
    return rounded


def _by_order(rows: Rows, order: str, columns: Columns) -> Rows:
    places = columns.by_order(order.removeprefix("-"))[rows]
    missing = places == NOWHERE
    return rows[np.lexsort((columns.by_id[rows], -places if order.startswith("-") else places, missing))]


def passing(matches: Matches, filters: Mapping[str, Mask], *, but: str = "") -> Mask:
    """What matches and passes every filter, perhaps but one."""
    return reduce(np.logical_and, (mask for name, mask in filters.items() if name != but), matches.mask)


def counted(
    names: Sequence[str], matches: Matches, filters: Mapping[str, Mask], columns: Columns
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """For each facet the entries with each value, as if it were not filtered by itself."""
    among = passing(matches, filters)
    return {
        name: columns.facets[name].counts(passing(matches, filters, but=name) if name in filters else among)
        for name in names
        if name in columns.facets
    }
