"""Full-text search over entries of a catalogue and what is inside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from learnstead.kernel.errors import Transient


class IndexMissing(Transient):
    """There is no index that can be read: never built, deleted, damaged, or of an older form. Rebuild it."""


class NoIndexYet(IndexMissing):
    """None was ever built here: an installation has just begun."""


class IndexBusy(Transient):
    """Another process is writing the index."""


@dataclass(frozen=True)
class Part:
    """A page or file inside an entry; ``stored`` comes back with a hit, unread."""

    title: str
    text: str
    stored: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """What can be found. ``identifiers`` are names people type exactly, such as course numbers ("6.034").

    ``people`` are those who give it, ``keywords`` other words that count more than text: topics, departments.
    ``facets`` are exact values to filter and count by. ``recency`` orders by newest: larger is newer. ``orders`` are
    further values to sort by; None comes last either way. ``boost`` multiplies the score; ``completeness`` (0 to 1)
    and ``aged_since`` lower it as the ranking of a query says; without a date nothing ages. ``stored`` comes back
    with a hit, unread.
    """

    id: str
    title: str
    text: str
    identifiers: Sequence[str] = ()
    people: Sequence[str] = ()
    keywords: Sequence[str] = ()
    parts: Sequence[Part] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    recency: int = 0
    orders: Mapping[str, float | str | None] = field(default_factory=dict)
    boost: float = 1.0
    completeness: float = 1.0
    aged_since: datetime | None = None
    stored: Mapping[str, Any] = field(default_factory=dict)


class Sort(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"


@dataclass(frozen=True)
class Ranking:
    """How scores become an order; what editors may tune.

    ``yearly_decay`` is the share of its score an entry loses with each year since ``aged_since`` (0.025 is 2.5 %),
    ``incompleteness_penalty`` the share an entry of completeness 0 loses. ``content_weight`` (0 to 1) is what matches
    inside parts are worth; 0 leaves out what matches nowhere else. Keyword matches that score less than ``min_score``
    are no matches: neither listed nor counted.
    """

    yearly_decay: float = 0.0
    incompleteness_penalty: float = 0.0
    content_weight: float = 1.0
    min_score: float = 0.0
    boosted: bool = True
    now: datetime | None = None


@dataclass(frozen=True)
class Query:
    """What is looked for; ``filters`` are any-of within a facet and all-of across facets, upper and lower case alike.

    ``nearest`` has entries that are near in meaning, by id, with their similarity (0 to 1). What matches is what the
    words of ``text`` match, when ``by_words``, and what is in ``nearest``, each entry once; its score is
    ``keyword_share`` of its share of the best keyword score plus the rest of its similarity. Facets, counts, paging
    and sorting are the same whatever brought an entry in. ``order`` sorts by one of an entry's ``orders``, downwards
    with a "-" before it, in place of ``sort``. ``synonyms`` are groups of words and phrases that mean the same.
    ``bare`` hits need no more than id and score: what an index would look up to show them may be left empty.
    """

    text: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    sort: Sort = Sort.RELEVANCE
    order: str = ""
    offset: int = 0
    limit: int = 10
    nearest: Mapping[str, float] = field(default_factory=dict)
    keyword_share: float = 0.6
    by_words: bool = True
    ranking: Ranking = Ranking()
    synonyms: Sequence[Sequence[str]] = ()
    bare: bool = False


@dataclass(frozen=True)
class PartHit:
    """The part of an entry that matches best. ``title`` and ``highlight`` are HTML: escaped, matches in <mark>."""

    title: str
    highlight: str
    stored: Mapping[str, Any]


@dataclass(frozen=True)
class Hit:
    """One entry. ``title`` and ``highlight`` are HTML: escaped, matches in <mark>.

    ``matched`` says where the words were found, of "identifier", "title", "people", "keywords", "text", "part", and
    "meaning" when it is near in meaning. ``explanation`` has the numbers that made the score.
    """

    id: str
    score: float
    title: str
    highlight: str
    stored: Mapping[str, Any]
    part: PartHit | None
    matched: Sequence[str] = ()
    explanation: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """``total`` counts entries; ``facets`` counts entries for each value, ignoring the facet's own filter.

    ``relaxed`` says that nothing had enough of the words and results with any of them are shown instead.
    ``did_you_mean`` is the text with unknown words replaced by known ones, or empty.
    """

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    relaxed: bool = False
    did_you_mean: str = ""


@dataclass(frozen=True)
class Inside:
    """The parts of one entry that match; ``total`` counts all of them, ``relaxed`` is as in Results."""

    total: int
    parts: Sequence[PartHit]
    relaxed: bool = False


@dataclass(frozen=True)
class Suggestion:
    """An entry whose title or identifier begins like what was typed."""

    title: str
    stored: Mapping[str, Any]


class SearchIndex(Protocol):
    """One writer, many readers in any number of processes. What was written is found once the call returns.

    Every call but ``rebuild`` raises IndexMissing when there is no index; none ever sees half of one.
    """

    def write(self, *, put: Iterable[Entry] = (), remove: Iterable[str] = ()) -> float:
        """Remove entries by id, put others in place of what they were, in one commit.

        Returns which share of what the index holds was replaced or removed and still counts in how common words are,
        and so in the order of results; a rebuild makes it 0.
        """

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Index all of ``entries`` beside the live index, then switch to it; returns how many there are."""

    def search(self, query: Query) -> Results:
        """Ranked results; an empty text matches everything that passes the filters."""

    def inside(self, entry: str, text: str, *, offset: int = 0, limit: int = 20) -> Inside:
        """The parts of one entry that match a text, best first."""

    def suggest(self, text: str, *, limit: int = 6) -> Sequence[Suggestion]:
        """Entries to offer while somebody types."""
