"""A search of the catalogue: the index ranks and counts, the database says what may be shown.

Pages, the REST API, the command line and saved searches all ask through ``ranked``; ``search`` adds what pages show.
"""

import logging
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from learnstead.kernel import clock
from learnstead.kernel.errors import Transient
from learnstead.learn.domain import facets, meaning, narrowing, queries, ranking, search_settings, search_standing
from learnstead.learn.domain.narrowing import Facet
from learnstead.learn.domain.ranking import Tuning
from learnstead.learn.models import LearningResource, RankingSettings, SearchMode
from learnstead.ports.encoder import Encoder
from learnstead.ports.search import Hit, Query, SearchIndex
from learnstead.ports.vectors import VectorIndex

PAGE_SIZE = 20
LAST_PAGE = 50
# Results beyond this many cannot be asked for; their number is exact all the same.
WINDOW = 10_000
LONGEST_QUERY = 400
SORTS = (
    "id", "-id", "readable_id", "-readable_id", "last_modified", "-last_modified", "new", "start_date", "-start_date",
    "mitcoursenumber", "-mitcoursenumber", "views", "-views", "upcoming", "featured",
)  # fmt: skip
# What the production API calls "new" is the newest first; browsing is what it calls "featured".
ORDERS: Mapping[str, str] = {"new": "-new", "featured": "browse"}
BROWSE = "browse"
_NUMBER = re.compile(r"\s*\S*\d\S*\s*")
_QUOTED = re.compile(r'["\u201c\u201d][^"\u201c\u201d]+["\u201c\u201d]')

log = logging.getLogger(__name__)


class OutOfWindowError(ValueError):
    """So deep into the results nobody can look; the message says how deep one can."""


@dataclass(frozen=True)
class Asked:
    """What is asked for; an unknown filter, sort or mode means nothing.

    ``filters`` are any-of within a name and all-of across names, of ``facets.FILTERS`` ("id" has primary keys).
    ``counted`` names the facets to count, all of them unless said. ``mode`` "" is what editors have set.
    ``tuning`` replaces ranking settings for this search; who may do that is for the caller to decide.
    ``show_ocw_files`` lists the single files of OpenCourseWare beside the courses they belong to. ``bare``: of hits
    only ids and scores are needed, which is a third less work.
    """

    text: str = ""
    filters: Mapping[str, Sequence[str]] | None = None
    sortby: str = ""
    mode: str = ""
    offset: int = 0
    limit: int = PAGE_SIZE
    counted: Sequence[str] = facets.NAMES
    tuning: Tuning | None = None
    show_ocw_files: bool = False
    bare: bool = False

    @property
    def narrowed(self) -> Mapping[str, Sequence[str]]:
        """The filters that ask for something."""
        return {name: values for name, values in (self.filters or {}).items() if values and name in facets.FILTERS}

    @property
    def page(self) -> int:
        """Which page of results this is, from 1."""
        return self.offset // self.limit + 1 if self.limit else 1


@dataclass(frozen=True)
class Ranked:
    """Hits as the index gave them. ``usual_mode`` is that of searches which ask for none.

    ``degraded``: the search by meaning could not be asked, these are by words.
    """

    asked: Asked
    mode: SearchMode
    total: int
    hits: Sequence[Hit]
    counts: narrowing.Counts
    relaxed: bool = False
    did_you_mean: str = ""
    degraded: bool = False
    usual_mode: SearchMode = SearchMode.HYBRID


@dataclass(frozen=True)
class Found:
    """A hit and the resource it stands for."""

    hit: Hit
    resource: LearningResource


@dataclass(frozen=True)
class Answer:
    """One page of results, with what a page of ours shows."""

    ranked: Ranked
    found: Sequence[Found]
    facets: Sequence[Facet]

    @property
    def asked(self) -> Asked:
        """What was asked for."""
        return self.ranked.asked

    @property
    def total(self) -> int:
        """How many results there are."""
        return self.ranked.total

    @property
    def pages(self) -> int:
        """How many pages can be turned."""
        return min(LAST_PAGE, -(-self.total // self.asked.limit))


def ranked(
    *, asked: Asked, index: SearchIndex, encoder: Encoder | None = None, vectors: VectorIndex | None = None
) -> Ranked:
    """Ask the index. Raises IndexMissing, and OutOfWindowError for what lies too deep."""
    if asked.offset + asked.limit > WINDOW:
        raise OutOfWindowError(
            f"Only the first {WINDOW:,} results can be listed; offset {asked.offset} and limit {asked.limit} go beyond."
        )
    there = search_settings.current()
    settings = ranking.tuned(there.ranking, asked.tuning)
    mode = _mode(asked, settings)
    near, degraded = _near(asked, mode, encoder, vectors, there.encoded_by)
    if degraded:
        mode = SearchMode.KEYWORD
    results = index.search(_query(asked, settings, mode, near, there.synonyms))
    return Ranked(
        asked=asked,
        mode=mode,
        total=results.total,
        hits=results.hits,
        counts=results.facets,
        relaxed=results.relaxed,
        did_you_mean=results.did_you_mean,
        degraded=degraded,
        usual_mode=SearchMode(settings.mode),
    )


def search(
    *, asked: Asked, index: SearchIndex, encoder: Encoder | None = None, vectors: VectorIndex | None = None
) -> Answer:
    """Ask the index. What it still lists although it was withdrawn a moment ago is left out."""
    given = ranked(asked=asked, index=index, encoder=encoder, vectors=vectors)
    resources = queries.by_ids(hit.id for hit in given.hits)
    shown = (narrowing.shown(name, given.counts, asked.narrowed.get(name, ())) for name in asked.counted)
    return Answer(
        ranked=given,
        found=[Found(hit=hit, resource=resources[hit.id]) for hit in given.hits if hit.id in resources],
        facets=[facet for facet in shown if facet.values],
    )


def without(asked: Asked, *names: str) -> Asked:
    """The same search with some filters taken off, from its first page."""
    kept = {name: values for name, values in (asked.filters or {}).items() if name not in names}
    return replace(asked, filters=kept, offset=0)


def _mode(asked: Asked, settings: RankingSettings) -> SearchMode:
    """What is between quotation marks is meant word by word, and so is a course number that stands alone."""
    by_words = _QUOTED.search(asked.text) or (not asked.mode and _NUMBER.fullmatch(asked.text))
    return SearchMode.KEYWORD if by_words else ranking.mode(settings, asked.mode)


def _near(
    asked: Asked, mode: SearchMode, encoder: Encoder | None, vectors: VectorIndex | None, encoded_by: Container[str]
) -> tuple[Mapping[str, float], bool]:
    """What is near in meaning, and whether that could not be asked."""
    if mode == SearchMode.KEYWORD or not asked.text.strip() or encoder is None or vectors is None:
        return {}, False
    try:
        return meaning.near(asked.text[:LONGEST_QUERY], encoder=encoder, vectors=vectors, encoded_by=encoded_by), False
    except Transient as problem:
        log.debug("%s; these results are by words", problem)
        return {}, True


def _query(
    asked: Asked,
    settings: RankingSettings,
    mode: SearchMode,
    near: Mapping[str, float],
    synonyms: Sequence[Sequence[str]],
) -> Query:
    filters = dict(asked.narrowed)
    if not asked.show_ocw_files:
        filters[facets.OCW_FILE] = ["false"]
    return Query(
        text=asked.text[:LONGEST_QUERY],
        filters=filters,
        facets=tuple(name for name in asked.counted if name in facets.NAMES),
        order=_order(asked),
        offset=asked.offset,
        limit=asked.limit,
        nearest=near,
        keyword_share=settings.keyword_share,
        by_words=mode != SearchMode.SEMANTIC,
        ranking=ranking.as_ranking(settings, at=clock.now()),
        synonyms=synonyms if asked.text.strip() else (),
        bare=asked.bare,
    )


def _order(asked: Asked) -> str:
    """Which of the orders of an entry decides; none is by relevance. Numbers count in the department asked for."""
    if asked.sortby not in SORTS:
        return "" if asked.text.strip() else BROWSE
    departments = asked.narrowed.get("department", ())
    if asked.sortby.endswith(search_standing.NUMBER_BY) and len(departments) == 1:
        return f"{asked.sortby}:{departments[0].upper()}"
    return ORDERS.get(asked.sortby, asked.sortby)
