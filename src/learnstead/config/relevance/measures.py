"""Measures of a ranking against judgements, as TREC defines them."""

from collections.abc import Mapping, Sequence
from math import log2


def ndcg(ranking: Sequence[str], judged: Mapping[str, float], *, at: int = 10) -> float:
    """Normalised discounted cumulative gain: the gain of a document is its grade, discounted by log2(rank + 1)."""
    ideal = _dcg(sorted(judged.values(), reverse=True)[:at])
    return _dcg([judged.get(document, 0.0) for document in ranking[:at]]) / ideal if ideal else 0.0


def reciprocal_rank(ranking: Sequence[str], judged: Mapping[str, float], *, at: int = 10) -> float:
    """One over the rank of the first relevant document; 0 when there is none so far up."""
    return next((1 / rank for rank, one in enumerate(ranking[:at], start=1) if judged.get(one, 0.0) > 0), 0.0)


def recall(ranking: Sequence[str], judged: Mapping[str, float], *, at: int = 100) -> float:
    """The share of the relevant documents that are so far up."""
    relevant = {document for document, grade in judged.items() if grade > 0}
    return len(relevant.intersection(ranking[:at])) / len(relevant) if relevant else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else 0.0


def _dcg(grades: Sequence[float]) -> float:
    return sum(max(grade, 0.0) / log2(rank + 1) for rank, grade in enumerate(grades, start=1))
