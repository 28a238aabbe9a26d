"""What lies around one resource: what is in it, and what is like it."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.kernel.errors import Transient
from learnstead.learn.domain import likeness, listing, meaning, wholes
from learnstead.learn.models import LearningResource, Relationship
from learnstead.learn.web.rest import shapes
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.asking import Listing
from learnstead.learn.web.rest.paging import Paged, Paging, addresses
from learnstead.learn.web.rest.parameters import OneOf, PathId
from learnstead.learn.web.rest.resources import all_shown, shown
from learnstead.ports.services import services

router = Router(tags=["learning_resources"])
USUALLY_SIMILAR, MOST_SIMILAR = 12, 50
# Filters leave few of the similar ones over, so more are looked at than asked for.
LOOKED_AT = 200


class Item(TypedDict):
    """A resource in another one, and its place there."""

    id: int
    resource: shapes.LearningResource
    position: int
    relation_type: str
    parent: int
    child: int


class Items(Paged):
    """A page of what is in a resource."""

    results: list[Item]


class WhichItems(Paging):
    """How many of the things inside."""

    sortby: Annotated[str, OneOf(("position", "-position"))] | None = Field(
        None, description="In their order, or the other way round."
    )


class WhichSimilar(Listing):
    """How many similar resources, and of which kind."""

    limit: int = Field(USUALLY_SIMILAR, ge=1, le=MOST_SIMILAR, description=f"How many; at most {MOST_SIMILAR}.")


@router.get(
    "/learning_resources/{id}/similar/",
    response=list[shapes.LearningResource],
    summary="Similar resources",
    operation_id="learning_resources_similar_list",
)
def similar(request: HttpRequest, id: PathId, asked: Query[WhichSimilar]) -> HttpResponse:
    """What is near in meaning, the nearest first; what shares most topics where meaning is not known."""
    return answer(_similar(_listed(id), asked, near=_near(id)))


@router.get(
    "/learning_resources/{id}/vector_similar/",
    response=list[shapes.LearningResource],
    summary="Resources near in meaning",
    operation_id="learning_resources_vector_similar_list",
)
def vector_similar(request: HttpRequest, id: PathId, asked: Query[WhichSimilar]) -> HttpResponse:
    """What is near in meaning, the nearest first; the same as similar resources, by the name clients know."""
    return answer(_similar(_listed(id), asked, near=_near(id)))


def _routes_of_items(word: str, kind: str = "") -> None:
    """What is in the resources that stand at an address; of one kind when it is that of a kind."""

    def items(request: HttpRequest, learning_resource_id: PathId, asked: Query[WhichItems]) -> HttpResponse:
        """The courses of a program, the episodes of a podcast, the videos of a playlist, in their order."""
        rows = _inside(learning_resource_id, kind)
        rows = rows.reverse() if asked.sortby == "-position" else rows
        around = addresses(request, limit=asked.limit, offset=asked.offset, count=rows.count())
        return answer({**around, "results": items_shown(rows[asked.offset : asked.offset + asked.limit])})

    def one_item(request: HttpRequest, learning_resource_id: PathId, id: PathId) -> HttpResponse:
        """One thing in a resource, by the id of its place there."""
        found = items_shown(_inside(learning_resource_id, kind).filter(pk=id))
        if not found:
            raise Http404
        return answer(found[0])

    path, name = f"/{word}/{{learning_resource_id}}/items/", f"{word}_items"
    shared: dict[str, Any] = {"tags": [word]}
    router.get(path, response=Items, summary="What is inside", operation_id=f"{name}_list", **shared)(items)
    router.get(f"{path}{{id}}/", response=Item, summary="One thing inside", operation_id=f"{name}_retrieve", **shared)(
        one_item
    )


_routes_of_items("learning_resources")
_routes_of_items("programs", "program")
_routes_of_items("podcasts", "podcast")
_routes_of_items("video_playlists", "video_playlist")


def _inside(pk: int, kind: str) -> QuerySet[Relationship]:
    parent = _listed(pk)
    if kind and parent.resource_type != kind:
        raise Http404
    return wholes.visible_children([parent.pk])


def _listed(pk: int) -> LearningResource:
    return get_object_or_404(wholes.listed(), pk=pk)


def _near(pk: int) -> list[int]:
    """What is near in meaning, or nothing while that cannot be asked."""
    try:
        return meaning.similar(pk, encoder=services().encoder, vectors=services().vectors, limit=LOOKED_AT)
    except Transient:
        return []


def _similar(resource: LearningResource, asked: WhichSimilar, near: Sequence[int]) -> list[shapes.AnyResource]:
    """Those of the similar ones that fit the filters; in their order, or in the one asked for."""
    ids = near or likeness.by_topics(resource, at_most=LOOKED_AT)
    rows = listing.resources(asked.wanted()).filter(pk__in=ids)
    if asked.sortby:
        return all_shown(wholes.wholes(rows[: asked.limit]))
    fitting = set(rows.values_list("pk", flat=True))
    return all_shown(wholes.by_ids([pk for pk in ids if pk in fitting][: asked.limit]))


def items_shown(rows: Iterable[Relationship]) -> list[dict[str, Any]]:
    """Places in a resource with what learners see at them; others are left out."""
    rows = list(rows)
    there = {whole.resource.pk: whole for whole in wholes.by_ids([row.child_id for row in rows if row.child_id])}
    return [_item(row, there[row.child_id]) for row in rows if row.child_id in there]


def _item(row: Relationship, whole: wholes.Whole) -> dict[str, Any]:
    return {
        "id": row.pk,
        "resource": shown(whole, position=row.position),
        "position": row.position,
        "relation_type": row.relation,
        "parent": row.parent_id,
        "child": whole.resource.pk,
    }
