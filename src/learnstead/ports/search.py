"""Full-text search over documents with facets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Document:
    """What can be found. ``facets`` are exact values to filter and count by; ``group`` joins parts of one whole.

    A course and its pages share a ``group`` (the course's id); results are one per group.
    """

    id: str
    group: str
    kind: str
    title: str
    text: str
    keywords: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stored: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Query:
    """What is looked for; ``filters`` are any-of within a facet and all-of across facets."""

    text: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True)
class Hit:
    """One result: the best document of its group, why it matched (HTML with <mark>), and its score."""

    id: str
    group: str
    score: float
    stored: Mapping[str, Any]
    highlight: str


@dataclass(frozen=True)
class Results:
    """``total`` counts groups; ``facets`` counts groups per value, ignoring the facet's own filter."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[str, int]]]


class SearchIndex(Protocol):
    """One writer, many readers. What was written is found once ``write`` returns."""

    def write(self, *, add: Iterable[Document] = (), remove_groups: Iterable[str] = ()) -> None:
        """Remove whole groups, then add documents, in one commit."""

    def search(self, query: Query) -> Results:
        """Ranked results; an empty text matches everything that passes the filters."""
