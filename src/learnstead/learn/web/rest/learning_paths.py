"""Learning paths: read by everyone once they are published, made by editors."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from learnstead.kernel import clock
from learnstead.learn.domain import wholes
from learnstead.learn.domain.lists import editors, order, paths
from learnstead.learn.domain.lists.paths import Editing
from learnstead.learn.models import LearningPath, LearningResource, Relationship
from learnstead.learn.models.resource import ResourceType
from learnstead.learn.web.rest import shapes
from learnstead.learn.web.rest.answers import answer, nothing
from learnstead.learn.web.rest.around import Item, Items, items_shown
from learnstead.learn.web.rest.paging import Paged, Paging, addresses
from learnstead.learn.web.rest.parameters import ManyIds, PathId
from learnstead.learn.web.rest.problems import invalid
from learnstead.learn.web.rest.refusing import refusing
from learnstead.learn.web.rest.resources import all_shown, shown
from learnstead.learn.web.rest.session import signed_in
from learnstead.learn.web.rest.userlists import Description, Membership, MovedItem, NewItem, Title
from learnstead.people.web.current import person
from learnstead.ports.services import services

router = Router(tags=["learningpaths"])


class LearningPaths(Paged):
    """A page of learning paths."""

    results: list[shapes.LearningPath]


class NewPath(Schema):
    """A path to be made; it is published when something is on it."""

    title: Title
    description: Description = ""


class ChangedPath(Schema):
    """What changes of a path; the rest stays."""

    title: Title | None = None
    description: Description | None = None
    published: bool | None = None


class WhichPaths(Schema):
    """Exactly these paths."""

    learning_path_id: ManyIds = Field([], description="The paths it is to be on.")


@router.get("/learningpaths/", response=LearningPaths, summary="Learning paths", operation_id="learningpaths_list")
def learning_paths(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """The paths that are published, the newest first; editors see drafts, too."""
    rows = _visible(request).order_by("-first_published_at", "-pk")
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=rows.count())
    found = wholes.wholes(rows[asked.offset : asked.offset + asked.limit])
    return answer({**around, "results": all_shown(found)})


@router.post(
    "/learningpaths/",
    response={201: shapes.LearningPath},
    auth=signed_in,
    summary="A new path",
    operation_id="learningpaths_create",
)
def new_path(request: HttpRequest, wanted: NewPath) -> HttpResponse:
    """Make a path, as an editor; learners do not see it yet."""
    _editors_only(request)
    with refusing():
        made = paths.create(title=wanted.title, description=wanted.description, author=person(request), at=clock.now())
    return answer(_made(made), status=201)


@router.get(
    "/learningpaths/membership/",
    response=list[Membership],
    auth=signed_in,
    summary="What is on learning paths",
    operation_id="learningpaths_membership_list",
)
def membership(request: HttpRequest) -> HttpResponse:
    """Everything on every path, in short, for editors."""
    _editors_only(request)
    rows = Relationship.objects.filter(
        parent__learning_path__isnull=False, parent__learning_path__deleted_at__isnull=True, child__isnull=False
    )
    chosen = rows.order_by("parent_id", "position", "pk").values_list("pk", "parent_id", "child_id")
    return answer([{"id": pk, "parent": parent, "child": child} for pk, parent, child in chosen])


@router.get(
    "/learningpaths/{id}/",
    response=shapes.LearningPath,
    summary="One learning path",
    operation_id="learningpaths_retrieve",
)
def one_path(request: HttpRequest, id: PathId) -> HttpResponse:
    """A published path by its id; a draft, for editors."""
    found = wholes.wholes(_visible(request).filter(pk=id))
    if not found:
        raise Http404
    return answer(shown(found[0]), changed_at=found[0].resource.changed_at)


@router.patch(
    "/learningpaths/{id}/",
    response=shapes.LearningPath,
    auth=signed_in,
    summary="Change a path",
    operation_id="learningpaths_partial_update",
)
def change_path(request: HttpRequest, id: PathId, wanted: ChangedPath) -> HttpResponse:
    """Change the words of a path, or whether learners see it."""
    path = _path(request, id)
    with refusing(), transaction.atomic():
        title = path.resource.title if wanted.title is None else wanted.title
        description = path.resource.description if wanted.description is None else wanted.description
        paths.edit(path, title=title, description=description, given=_given(request))
        if wanted.published is not None:
            paths.publish(path, published=wanted.published, given=_given(request))
    return answer(_made(path))


@router.delete(
    "/learningpaths/{id}/",
    response={204: None},
    auth=signed_in,
    summary="Delete a path",
    operation_id="learningpaths_destroy",
)
def delete_path(request: HttpRequest, id: PathId) -> HttpResponse:
    """Delete a path; editors can bring it back on their pages."""
    paths.delete(_path(request, id), given=_given(request))
    return nothing()


@router.get(
    "/learningpaths/{learning_resource_id}/items/",
    response=Items,
    summary="What is on a path",
    operation_id="learningpaths_items_list",
)
def items(request: HttpRequest, learning_resource_id: PathId, asked: Query[Paging]) -> HttpResponse:
    """What is on a path and still offered, in its order. Editors read the items of drafts, too."""
    rows = wholes.visible_children([_readable(request, learning_resource_id)])
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=rows.count())
    return answer({**around, "results": items_shown(rows[asked.offset : asked.offset + asked.limit])})


@router.post(
    "/learningpaths/{learning_resource_id}/items/",
    response={201: Item},
    auth=signed_in,
    summary="Put something on a path",
    operation_id="learningpaths_items_create",
)
def new_item(request: HttpRequest, learning_resource_id: PathId, wanted: NewItem) -> HttpResponse:
    """Put a resource on a path; one that is there already is moved to the position."""
    path = _path(request, learning_resource_id)
    child = wholes.listed().filter(pk=wanted.child).first()
    if child is None:
        raise invalid("child", f'Invalid pk "{wanted.child}" - object does not exist.')
    with refusing():
        item = paths.add(path, child, given=_given(request))
    if wanted.position is not None:
        _place(request, path, item.pk, wanted.position)
    return answer(_item(path, item.pk), status=201)


@router.get(
    "/learningpaths/{learning_resource_id}/items/{id}/",
    response=Item,
    summary="One thing on a path",
    operation_id="learningpaths_items_retrieve",
)
def one_item(request: HttpRequest, learning_resource_id: PathId, id: PathId) -> HttpResponse:
    """One thing on a path, by the id of its place there."""
    found = items_shown(wholes.visible_children([_readable(request, learning_resource_id)]).filter(pk=id))
    if not found:
        raise Http404
    return answer(found[0])


@router.patch(
    "/learningpaths/{learning_resource_id}/items/{id}/",
    response=Item,
    auth=signed_in,
    summary="Move a thing on a path",
    operation_id="learningpaths_items_partial_update",
)
def move_item(request: HttpRequest, learning_resource_id: PathId, id: PathId, wanted: MovedItem) -> HttpResponse:
    """Give something on a path another place."""
    path = _path(request, learning_resource_id)
    _place(request, path, get_object_or_404(paths.items(path), pk=id).pk, wanted.position)
    return answer(_item(path, id))


@router.delete(
    "/learningpaths/{learning_resource_id}/items/{id}/",
    response={204: None},
    auth=signed_in,
    summary="Take something off a path",
    operation_id="learningpaths_items_destroy",
)
def remove_item(request: HttpRequest, learning_resource_id: PathId, id: PathId) -> HttpResponse:
    """Take something off a path."""
    if not paths.remove(_path(request, learning_resource_id), [id], given=_given(request)):
        raise Http404
    return nothing()


@router.patch(
    "/learning_resources/{id}/learning_paths/",
    response=list[Membership],
    auth=signed_in,
    tags=["learning_resources"],
    summary="Put a resource on exactly these paths",
    operation_id="learning_resources_learning_paths_partial_update",
)
def set_paths(request: HttpRequest, id: PathId, asked: Query[WhichPaths]) -> HttpResponse:
    """Have a resource on these paths and on no other, as an editor."""
    _editors_only(request)
    child = get_object_or_404(wholes.listed(), pk=id)
    with refusing(called={"child": "id"}):
        on = paths.set_membership(child=child, paths=asked.learning_path_id, given=_given(request))
    return answer([{"id": item.pk, "parent": item.parent_id, "child": id} for item in on])


def _editors_only(request: HttpRequest) -> None:
    if not editors.may_edit(request.user):
        raise PermissionDenied("Learning paths are made by editors.")


def _path(request: HttpRequest, pk: int) -> LearningPath:
    """A path that was made here, for an editor."""
    _editors_only(request)
    return get_object_or_404(paths.every(), resource_id=pk)


def _visible(request: HttpRequest) -> QuerySet[LearningResource]:
    """Published paths; for editors also those that are drafts."""
    seen = Q(pk__in=wholes.listed().filter(resource_type=ResourceType.LEARNING_PATH).values("pk"))
    if editors.may_edit(request.user):
        seen |= Q(pk__in=paths.every().order_by().values_list("resource_id"))
    return LearningResource.objects.filter(seen)


def _readable(request: HttpRequest, pk: int) -> int:
    return get_object_or_404(_visible(request), pk=pk).pk


def _given(request: HttpRequest) -> Editing:
    return Editing(by=person(request), at=clock.now(), queue=services().queue)


def _place(request: HttpRequest, path: LearningPath, pk: int, position: int) -> None:
    order.place(paths.items(path), pk, position)
    paths.reordered(path, given=_given(request))


def _made(path: LearningPath) -> shapes.AnyResource:
    return shown(wholes.wholes(LearningResource.objects.filter(pk=path.resource_id))[0])


def _item(path: LearningPath, pk: int) -> dict[str, Any]:
    return items_shown(paths.items(path).filter(pk=pk))[0]
