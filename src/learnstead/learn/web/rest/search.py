"""Search over all resources, and suggestions for those who type."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.learn.domain import facets, labels, searching, showing, wholes
from learnstead.learn.domain.ranking import Tuning
from learnstead.learn.domain.searching import Asked, Ranked
from learnstead.learn.models import SearchMode
from learnstead.learn.web.rest import shapes
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.asking import SHARED, TRUTHS, Narrowing
from learnstead.learn.web.rest.paging import Paged, Paging, absolute, addresses
from learnstead.learn.web.rest.parameters import Codes, ManyIds, ManyNames, OneOf
from learnstead.learn.web.rest.problems import Refused, invalid
from learnstead.learn.web.rest.resources import all_shown
from learnstead.ports.services import services

router = Router(tags=["learning_resources_search"])
# What MIT Learn's engine calls its ways to match; ours are modes, and a phrase is what stands in quotation marks.
SEARCH_MODES = ("phrase", "best_fields", "most_fields", "hybrid")
STAFF_ONLY = (
    "yearly_decay_percent", "search_mode", "slop", "min_score", "max_incompleteness_penalty",
    "content_file_score_weight", "dev_mode",
)  # fmt: skip
TUNABLE = ("yearly_decay_percent", "min_score", "max_incompleteness_penalty", "content_file_score_weight")
# Ours, beside those of MIT Learn.
OWN_FILTERS = ("availability", "pace", "format", "term", "year")


class Bucket(TypedDict):
    """One value of a facet; "true" and "false" for what is or is not."""

    key: str
    doc_count: int


class SearchMetadata(TypedDict):
    """About the whole answer.

    ``aggregations`` counts, for each facet asked for, resources by value; a facet does not count under its own
    filter. ``suggestions`` are other spellings to try. ``degraded``: search by meaning could not be asked, these were
    found by words. ``relaxed``: nothing had enough of the words, these have some.
    """

    aggregations: dict[str, list[Bucket]]
    suggestions: list[str]
    mode: Annotated[str, OneOf(SearchMode.values)]
    degraded: bool
    relaxed: bool


class SearchResponse(Paged):
    """A page of results; ``count`` is exact however many there are."""

    results: list[shapes.LearningResource]
    metadata: SearchMetadata


class Suggestion(TypedDict):
    """A resource whose title or number begins like what was typed."""

    title: str
    number: str
    url: str


class Suggestions(TypedDict):
    """What to offer somebody who types."""

    suggestions: list[Suggestion]


class WhatToFind(Narrowing, Paging):
    """What is looked for, and how it is ranked."""

    q: str = Field("", description="The words. What stands between quotation marks is meant as it is.")
    mode: Annotated[str, OneOf(SearchMode.values)] | None = Field(
        None, description="By words, by meaning, or by both; without it as editors have set it."
    )
    sortby: Annotated[str, OneOf(searching.SORTS)] | None = Field(
        None, description="The order, downwards with a '-'; without it by relevance, or without words by importance."
    )
    id: ManyIds = Field([], description="Only these resources.")
    ocw_topic: ManyNames = Field([], description="On these topics of OpenCourseWare.")
    resource_category: ManyNames = Field([], description="What its source calls it, such as Lecture Notes.")
    availability: Annotated[list[Annotated[str, OneOf(labels.AVAILABILITY)]], Codes] = Field(
        [], description="At any time or on set dates."
    )
    pace: Annotated[list[Annotated[str, OneOf(labels.PACE)]], Codes] = Field([], description="At whose pace.")
    format: Annotated[list[Annotated[str, OneOf(labels.FORMAT)]], Codes] = Field([], description="Live or not.")
    term: ManyNames = Field([], description="The term it was given in.")
    year: ManyNames = Field([], description="The year it was given in.")
    aggregations: Annotated[list[Annotated[str, OneOf(facets.NAMES)]], Codes] = Field(
        [], description="The facets to count."
    )
    show_ocw_files: bool | None = Field(
        None, description="Also list single files of OpenCourseWare, not just the courses they are in."
    )
    dev_mode: bool | None = Field(None, description="Staff only: add score and explanation to each result.")
    yearly_decay_percent: float | None = Field(None, ge=0, le=10, description="Staff only: lost with each year of age.")
    search_mode: Annotated[str, OneOf(SEARCH_MODES)] | None = Field(
        None, description="Staff only: hybrid ranks by words and meaning, the others by words; phrase as one phrase."
    )
    slop: int | None = Field(None, ge=0, le=100, description="Staff only; accepted and without effect here.")
    min_score: float | None = Field(None, ge=0, le=50, description="Staff only: what scores less is no match.")
    max_incompleteness_penalty: float | None = Field(
        None, ge=0, le=100, description="Staff only: percent that a resource of completeness 0 loses."
    )
    content_file_score_weight: float | None = Field(
        None, ge=0, le=1, description="Staff only: what a match inside a file is worth; 0: nothing."
    )


@router.get(
    "/learning_resources_search/",
    response=SearchResponse,
    summary="Search",
    operation_id="learning_resources_search_retrieve",
)
def search(request: HttpRequest, asked: Query[WhatToFind]) -> HttpResponse:
    """Find resources by words and by meaning; filters, facets, counts and pages are the same in every mode."""
    _refuse_tuning_by_others(request, asked)
    here = services()
    try:
        ranked = searching.ranked(asked=_asked(asked), index=here.search, encoder=here.encoder, vectors=here.vectors)
    except searching.OutOfWindowError as problem:
        raise invalid("offset", str(problem)) from problem
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=ranked.total, window=searching.WINDOW)
    return answer({**around, "results": _results(ranked, explained=bool(asked.dev_mode)), "metadata": _about(ranked)})


class WhatIsTyped(Schema):
    """What somebody has typed so far."""

    q: str = Field("", description="The beginning of a title, a course number or a name.")


@router.get("/suggest/", response=Suggestions, summary="Suggestions", operation_id="suggest_retrieve")
def suggest(request: HttpRequest, asked: Query[WhatIsTyped]) -> HttpResponse:
    """Up to six resources to offer while somebody types."""
    found = services().search.suggest(asked.q[: searching.LONGEST_QUERY])
    suggestions: list[Suggestion] = [
        {
            "title": one.title,
            "number": str(one.stored.get("number", "")),
            "url": absolute(str(one.stored.get("url", "/"))),
        }
        for one in found
    ]
    return answer({"suggestions": suggestions})


def _refuse_tuning_by_others(request: HttpRequest, asked: WhatToFind) -> None:
    """Ranking is for staff to change: each variant costs a search, and shows what is not meant to be shown."""
    said = [name for name in STAFF_ONLY if (value := getattr(asked, name)) is not None and value is not False]
    if said and not getattr(request.user, "is_staff", False):
        names = ", ".join(said)
        refusals = {name: ["Only staff may send this."] for name in said}
        raise Refused(403, f"Only staff may send {names}.", fields=refusals)


def _asked(asked: WhatToFind) -> Asked:
    lists = (*SHARED, "ocw_topic", "resource_category", *OWN_FILTERS)
    filters: dict[str, list[str]] = {name: getattr(asked, name) for name in lists}
    filters |= {name: [str(value).lower()] for name in TRUTHS if (value := getattr(asked, name)) is not None}
    filters["id"] = [str(one) for one in asked.id]
    words = " ".join(asked.q.split())
    quoted = f'"{words}"' if words and asked.search_mode == "phrase" and '"' not in words else words
    return Asked(
        text=quoted[: searching.LONGEST_QUERY],
        filters=filters,
        sortby=asked.sortby or "",
        mode=_mode(asked),
        offset=asked.offset,
        limit=asked.limit,
        counted=tuple(dict.fromkeys(asked.aggregations)),
        tuning=Tuning(**{name: getattr(asked, name) for name in TUNABLE}),
        show_ocw_files=bool(asked.show_ocw_files),
        bare=not asked.dev_mode,
    )


def _mode(asked: WhatToFind) -> str:
    if asked.mode or not asked.search_mode:
        return asked.mode or ""
    return SearchMode.HYBRID if asked.search_mode == "hybrid" else SearchMode.KEYWORD


def _results(ranked: Ranked, *, explained: bool) -> Sequence[Any]:
    """The resources of the hits; what was withdrawn since the index heard of it is left out."""
    if not explained:
        return [msgspec.Raw(body) for body in showing.by_ids(hit.id for hit in ranked.hits)]
    results = all_shown(wholes.by_ids(hit.id for hit in ranked.hits))
    hits = {int(hit.id): hit for hit in ranked.hits}
    for result in results:
        hit = hits[result["id"]]
        result |= {"score": hit.score, "explanation": dict(hit.explanation)}
    return results


def _about(ranked: Ranked) -> dict[str, Any]:
    counted = {
        name: [{"key": key, "doc_count": count} for key, count in ranked.counts.get(name, ())]
        for name in ranked.asked.counted
    }
    return {
        "aggregations": counted,
        "suggestions": [ranked.did_you_mean] if ranked.did_you_mean else [],
        "mode": ranked.mode,
        "degraded": ranked.degraded,
        "relaxed": ranked.relaxed,
    }
