"""Content files: what is inside courses and documents, listed and searched; their text is for those who may read it."""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.learn.domain import files as content_files
from learnstead.learn.domain import searching, wholes
from learnstead.learn.domain.files import Wanted
from learnstead.learn.domain.wholes import Whole
from learnstead.learn.models import ContentFile as Row
from learnstead.learn.web.rest import subjects
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.asking import Offerors, Platforms
from learnstead.learn.web.rest.paging import Paged, Paging, absolute, addresses
from learnstead.learn.web.rest.parameters import Codes, ManyIds, ManyNames, OneOf, PathId
from learnstead.learn.web.rest.problems import invalid
from learnstead.learn.web.rest.search import Bucket

router = Router(tags=["contentfiles"])


class ContentFile(TypedDict):
    """A page or a file inside a course or a document. ``content`` is its text, for those who may read it."""

    id: int
    run_id: int | None
    run_title: str | None
    run_slug: str | None
    run_readable_id: str | None
    semester: str | None
    year: int | None
    resource_id: str
    resource_readable_id: str
    course_number: list[str]
    departments: list[subjects.Department]
    topics: list[subjects.Topic]
    offered_by: subjects.Offeror | None
    platform: subjects.Platform | None
    require_summaries: bool
    key: str
    uid: str | None
    title: str | None
    description: str | None
    url: str | None
    content_feature_type: list[str]
    content_type: str
    content: NotRequired[str]
    content_title: str | None
    content_author: str | None
    content_language: str | None
    checksum: str | None
    image_src: str | None
    source_path: str | None
    file_type: str | None
    file_extension: str | None
    edx_module_id: str | None
    score: NotRequired[Annotated[float, Field(description="In a search with dev_mode: how well it matches.")]]


class ContentFiles(Paged):
    """A page of content files."""

    results: list[ContentFile]


class FileSearchMetadata(TypedDict):
    """Counts for each facet asked for; a facet does not count under its own filter."""

    aggregations: dict[str, list[Bucket]]
    suggestions: list[str]


class ContentFileSearchResponse(Paged):
    """A page of content files that match."""

    results: list[ContentFile]
    metadata: FileSearchMetadata


class OfWhat(Paging):
    """What files belong to."""

    content_feature_type: ManyNames = Field([], description="What kind of thing it is, such as Lecture Notes.")
    offered_by: Offerors = Field([], description="Who offers what it belongs to.")
    platform: Platforms = Field([], description="Where what it belongs to is used.")
    resource_id: ManyIds = Field([], description="In these resources.")
    run_id: ManyIds = Field([], description="In these runs.")


class WhichFiles(OfWhat):
    """Which content files."""

    edx_module_id: ManyNames = Field([], description="By the id of their module in edX.")

    def wanted(self) -> Wanted:
        """The same in the words of the domain."""
        names = ("content_feature_type", "offered_by", "platform")
        any_of = {name: getattr(self, name) for name in names}
        return Wanted(any_of=any_of, resource_ids=self.resource_id, run_ids=self.run_id, modules=self.edx_module_id)


class WhatToFindInside(OfWhat):
    """What is looked for inside files."""

    q: str = Field("", description="The words; all of them, unless OR stands between. Quotation marks make a phrase.")
    id: ManyIds = Field([], description="Only these files.")
    topic: ManyNames = Field([], description="In what is on these topics or below them.")
    ocw_topic: ManyNames = Field([], description="In what is on these topics of OpenCourseWare.")
    sortby: Annotated[str, OneOf(content_files.SORTS)] | None = Field(
        None, description="The order; without it the best matches first."
    )
    aggregations: Annotated[list[Annotated[str, OneOf(content_files.COUNTED)]], Codes] = Field(
        [], description="The facets to count."
    )
    dev_mode: bool | None = Field(None, description="Staff only: add the score of each.")

    def wanted(self) -> Wanted:
        """The same in the words of the domain."""
        names = ("content_feature_type", "offered_by", "platform", "topic", "ocw_topic")
        return Wanted(
            text=self.q[: searching.LONGEST_QUERY],
            any_of={name: getattr(self, name) for name in names},
            ids=self.id,
            resource_ids=self.resource_id,
            run_ids=self.run_id,
            sortby=self.sortby or "",
        )


@router.get("/contentfiles/", response=ContentFiles, summary="Content files", operation_id="contentfiles_list")
def contentfiles(request: HttpRequest, asked: Query[WhichFiles]) -> HttpResponse:
    """What is inside everything that is published."""
    return _page(request, asked, asked.wanted())


@router.get(
    "/contentfiles/{id}/", response=ContentFile, summary="One content file", operation_id="contentfiles_retrieve"
)
def contentfile(request: HttpRequest, id: PathId) -> HttpResponse:
    """A content file by its id."""
    return _one(request, wholes.listed_files(), id)


def _routes_inside(word: str, kind: str = "") -> None:
    """What is inside the resources that stand at an address; of one kind when it is that of a kind."""

    def inside(request: HttpRequest, learning_resource_id: PathId, asked: Query[WhichFiles]) -> HttpResponse:
        """The content files of one resource."""
        _must_be(learning_resource_id, kind)
        if asked.resource_id and learning_resource_id not in asked.resource_id:
            raise invalid("resource_id", "This is another resource than the one in the path.")
        return _page(request, asked, asked.model_copy(update={"resource_id": [learning_resource_id]}).wanted())

    def one_inside(request: HttpRequest, learning_resource_id: PathId, id: PathId) -> HttpResponse:
        """One content file of one resource."""
        _must_be(learning_resource_id, kind)
        return _one(request, content_files.files(Wanted(resource_ids=[learning_resource_id])), id)

    path, name = f"/{word}/{{learning_resource_id}}/contentfiles/", f"{word}_contentfiles"
    router.get(path, response=ContentFiles, tags=[word], summary="Files inside", operation_id=f"{name}_list")(inside)
    router.get(
        f"{path}{{id}}/", response=ContentFile, tags=[word], summary="One file inside", operation_id=f"{name}_retrieve"
    )(one_inside)


_routes_inside("learning_resources")
_routes_inside("courses", "course")


@router.get(
    "/content_file_search/",
    response=ContentFileSearchResponse,
    tags=["content_file_search"],
    summary="Search inside files",
    operation_id="content_file_search_retrieve",
)
def search(request: HttpRequest, asked: Query[WhatToFindInside]) -> HttpResponse:
    """Find content files by what they say."""
    if asked.dev_mode and not getattr(request.user, "is_staff", False):
        raise PermissionDenied("Only staff may send dev_mode.")
    if asked.offset + asked.limit > searching.WINDOW:
        raise invalid("offset", f"Only the first {searching.WINDOW:,} results can be listed.")
    wanted = asked.wanted()
    counted = {
        name: [{"key": key, "doc_count": count} for key, count in content_files.counts(wanted, name)]
        for name in asked.aggregations
    }
    metadata = {"aggregations": counted, "suggestions": []}
    return answer({**_listed(request, asked, wanted, scored=bool(asked.dev_mode)), "metadata": metadata})


def _must_be(pk: int, kind: str) -> None:
    """Not found when it is nothing learners see, or of another kind."""
    get_object_or_404(wholes.listed().filter(**({"resource_type": kind} if kind else {})), pk=pk)


def _page(request: HttpRequest, asked: Paging, wanted: Wanted) -> HttpResponse:
    return answer(_listed(request, asked, wanted, scored=False))


def _listed(request: HttpRequest, asked: Paging, wanted: Wanted, *, scored: bool) -> dict[str, Any]:
    rows = content_files.files(wanted)
    around = addresses(
        request, limit=asked.limit, offset=asked.offset, count=rows.order_by().count(), window=searching.WINDOW
    )
    chosen = _with_runs(request, rows)[asked.offset : asked.offset + asked.limit]
    return {**around, "results": _shown(request, chosen, scored=scored)}


def _one(request: HttpRequest, rows: QuerySet[Row], pk: int) -> HttpResponse:
    found = _shown(request, _with_runs(request, rows).filter(pk=pk), scored=False)
    if not found:
        raise Http404
    return answer(found[0])


def _with_runs(request: HttpRequest, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Text is long, and not read for those who do not see it."""
    rows = rows.select_related("run")
    return rows if content_files.may_read(request.user) else rows.defer("content")


def _shown(request: HttpRequest, rows: QuerySet[Row], *, scored: bool) -> list[dict[str, Any]]:
    chosen = list(rows)
    owners = {whole.resource.pk: whole for whole in wholes.by_ids({_owner(row) for row in chosen})}
    with_text = content_files.may_read(request.user)
    shown = [_file(row, owners[_owner(row)]) for row in chosen if _owner(row) in owners]
    for one, row in zip(shown, chosen, strict=True):
        if with_text:
            one["content"] = row.content
        if scored:
            one["score"] = getattr(row, "score", 0.0)
    return shown


def _owner(row: Row) -> int:
    return (row.run.resource_id if row.run else row.resource_id) or 0


def _file(row: Row, whole: Whole) -> dict[str, Any]:
    return {**_place(row, whole), **_said(row)}


def _place(row: Row, whole: Whole) -> Mapping[str, Any]:
    resource, run = whole.resource, row.run
    return {
        "id": row.pk,
        "run_id": run.pk if run else None,
        "run_title": run.title if run else None,
        "run_slug": run.slug or None if run else None,
        "run_readable_id": run.run_id if run else None,
        "semester": run.semester or None if run else None,
        "year": run.year if run else None,
        "resource_id": str(resource.pk),
        "resource_readable_id": resource.readable_id,
        "course_number": resource.course_numbers,
        "departments": [subjects.department(one) for one in whole.departments],
        "topics": [subjects.topic(topic) for topic in whole.topics],
        "offered_by": subjects.offeror(resource.offered_by),
        "platform": subjects.platform(resource.platform),
        "require_summaries": resource.require_summaries,
    }


def _said(row: Row) -> Mapping[str, Any]:
    texts = ("uid", "title", "description", "content_title", "content_author", "content_language", "checksum",
             "source_path", "file_type", "file_extension", "edx_module_id")  # fmt: skip
    return {
        "key": row.key,
        "url": absolute(row.url) if row.url else None,
        "image_src": absolute(row.image_src) if row.image_src else None,
        "content_feature_type": row.content_tags,
        "content_type": row.content_type,
        **{name: getattr(row, name) or None for name in texts},
    }
