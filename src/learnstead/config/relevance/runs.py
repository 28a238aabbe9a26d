"""Asks every query of a collection of the product's own search, and measures the answers."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.config.relevance import measures
from learnstead.config.relevance.collections import Collection
from learnstead.config.relevance.meaning import Meaning
from learnstead.ports.search import Entry, Query, SearchIndex

KEYWORD, SEMANTIC, HYBRID = MODES = ("keyword", "semantic", "hybrid")
DEPTH = 100
PAGE = 20  # as many results as are timed, which is what a page shows
WARM_UP = 5


@dataclass(frozen=True)
class Report:
    """The measures of one run; times in milliseconds, of a page of results with all it shows, by one thread."""

    mode: str
    documents: int
    queries: int
    ndcg_10: float
    mrr_10: float
    recall_100: float
    zero_results: float
    p50_ms: float
    p95_ms: float
    p99_ms: float

    @property
    def rounded(self) -> Mapping[str, str | int | float]:
        """To four digits."""
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def reports(collection: Collection, modes: Sequence[str]) -> Sequence[Report]:
    """Index a collection once and measure it in several modes."""
    meaning = Meaning(collection) if set(modes) - {KEYWORD} else None
    with indexed(collection) as index:
        return [run(collection, index, mode=mode, meaning=meaning) for mode in modes]


@contextmanager
def indexed(collection: Collection) -> Iterator[SearchIndex]:
    """An index of a collection, as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="learnstead-bench-") as folder:
        index = TantivyIndex(Path(folder) / "search", facets=())
        index.rebuild(Entry(id=name, title=title, text=text) for name, (title, text) in collection.documents.items())
        yield index


def run(collection: Collection, index: SearchIndex, *, mode: str, meaning: Meaning | None = None) -> Report:
    """Ask the judged queries, and measure."""
    asked = {name: text for name, text in collection.queries.items() if name in collection.judged}
    for text in list(asked.values())[:WARM_UP]:
        ranking(text, index, mode=mode, meaning=meaning, depth=PAGE)
    took, found = [], {}
    for name, text in asked.items():
        started = time.perf_counter()
        ranking(text, index, mode=mode, meaning=meaning, depth=PAGE)
        took.append((time.perf_counter() - started) * 1000)
        found[name] = ranking(text, index, mode=mode, meaning=meaning)
    pairs = [(found[name], collection.judged[name]) for name in asked]
    return Report(
        mode=mode,
        documents=len(collection.documents),
        queries=len(asked),
        ndcg_10=_mean([measures.ndcg(*pair) for pair in pairs]),
        mrr_10=_mean([measures.reciprocal_rank(*pair) for pair in pairs]),
        recall_100=_mean([measures.recall(*pair) for pair in pairs]),
        zero_results=_mean([not documents for documents in found.values()]),
        p50_ms=measures.percentile(took, 0.5),
        p95_ms=measures.percentile(took, 0.95),
        p99_ms=measures.percentile(took, 0.99),
    )


def ranking(text: str, index: SearchIndex, *, mode: str, meaning: Meaning | None, depth: int = DEPTH) -> list[str]:
    """The ids of the best documents for a text."""
    near = meaning.near(text) if meaning is not None and mode != KEYWORD else {}
    query = Query(text=text, nearest=near, by_words=mode != SEMANTIC, limit=depth)
    return [hit.id for hit in index.search(query).hits]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
