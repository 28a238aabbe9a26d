"""From what matches to an order: combines words with meaning, weighs and sorts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from learnstead.adapters.search.columns import NOWHERE, Columns, Numbers, Rows
from learnstead.adapters.search.wording import Wording
from learnstead.kernel import clock
from learnstead.ports.search import Query, Ranking, Sort

SECONDS_IN_A_YEAR = 365 * 86_400
# Scores are compared to so many digits, so that how sums were rounded on their way does not order equals.
DIGITS = 5


@dataclass(frozen=True)
class Matches:
    """Some rows that match: the keyword score, the similarity, and what all comes to.

    ``named`` is what an entry scores above all others because the text is its title, or stands in it word by word.
    """

    rows: Rows
    keyword: Numbers
    similarity: Numbers
    named: Numbers
    score: Numbers
    best: float
    worth: Mapping[str, Numbers]

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {row: place for place, row in enumerate(self.rows.tolist())}

    def score_of(self, row: int) -> float:
        """What a row scores."""
        return round(float(self.score[self._places[row]]), 6)

    def explained(self, row: int) -> Mapping[str, float]:
        """The numbers that made the score of a row."""
        place = self._places[row]
        numbers = {
            "keyword": self.keyword[place],
            "keyword_share": self.keyword[place] / self.best,
            "similarity": self.similarity[place],
            "named": self.named[place],
            **{name: factor[place] for name, factor in self.worth.items()},
            "score": self.score[place],
        }
        return {name: round(float(number), 6) for name, number in numbers.items()}


def combined(query: Query, columns: Columns, wording: Wording, rows: Rows, keyword: Numbers) -> Matches:
    """Rows with what their words score, none for those that are only near in meaning.

    The best keyword score is that of everything that matches, so that a filter changes no score.
    """
    best = wording.best or 1.0
    similarity = _each(rows, {columns.row_of.get(id_, NOWHERE): near for id_, near in query.nearest.items()})
    score = keyword
    if query.nearest:
        score = query.keyword_share * keyword / best + (1 - query.keyword_share) * similarity
    worth = worths(rows, columns, query.ranking)
    named = _each(rows, wording.named)
    score = reduce(np.multiply, worth.values(), score) + named * (1.0 if query.nearest else best)
    return Matches(rows, keyword, similarity, named, score, best, worth)


def _each(rows: Rows, told: Mapping[int, float]) -> Numbers:
    """What is told of each row, 0 of most."""
    if not told:
        return np.zeros(len(rows))
    return np.array([told.get(row, 0.0) for row in rows.tolist()], dtype=np.float64)


def most_for_words_alone(query: Query, columns: Columns, wording: Wording, keyword: float) -> float:
    """The most that anything can score with so much for its words, and neither near in meaning nor named."""
    share = query.keyword_share * keyword / (wording.best or 1.0) if query.nearest else keyword
    return share * (columns.highest_boost if query.ranking.boosted else 1.0)


def worths(rows: Rows, columns: Columns, ranking: Ranking) -> Mapping[str, Numbers]:
    """What scores are multiplied by: for what an entry is, for what is missing, and for age.

    Age counts linearly, never below nothing; what is still to come has not aged.
    """
    now = (ranking.now or clock.now()).timestamp()
    years = np.nan_to_num((now - columns.since[rows]) / SECONDS_IN_A_YEAR, nan=0.0).clip(min=0.0)
    return {
        "boost": columns.boost[rows] if ranking.boosted else np.ones(len(rows)),
        "completeness": 1 - ranking.incompleteness_penalty * (1 - columns.completeness[rows]),
        "age": (1 - ranking.yearly_decay * years).clip(min=0.0),
    }


def is_by_score(query: Query) -> bool:
    """Whether scores decide the order."""
    return not query.order and query.sort == Sort.RELEVANCE and bool(query.text.strip() or query.nearest)


def ordered(rows: Rows, columns: Columns, query: Query, scores: Numbers | None = None) -> Rows:
    """Rows in the order asked for, by their scores if they have any; ids decide between equals."""
    if query.order:
        return _by_order(rows, query.order, columns)
    if query.sort == Sort.TITLE:
        return rows[np.argsort(columns.by_title[rows])]
    if scores is None:
        return rows[np.lexsort((columns.by_id[rows], -columns.recency[rows]))]
    return rows[np.lexsort((columns.by_id[rows], -rounded(scores)))]


def rounded(scores: Numbers) -> Numbers:
    """Scores to so many significant digits."""
    magnitude = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.maximum(scores, 1e-12))))
    rounded: Numbers = np.round(scores * magnitude) / magnitude
    return rounded


def _by_order(rows: Rows, order: str, columns: Columns) -> Rows:
    places = columns.by_order(order.removeprefix("-"))[rows]
    missing = places == NOWHERE
    return rows[np.lexsort((columns.by_id[rows], -places if order.startswith("-") else places, missing))]
