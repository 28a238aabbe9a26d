"""Lists of learners: their own, and those that others share by their id."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.kernel import clock
from learnstead.learn.domain import wholes
from learnstead.learn.domain.lists import order, userlists
from learnstead.learn.models import LearningResource, Topic, UserList, UserListItem
from learnstead.learn.models.lists import Privacy
from learnstead.learn.web.rest import shapes, subjects
from learnstead.learn.web.rest.answers import answer, nothing
from learnstead.learn.web.rest.paging import Paged, Paging, addresses
from learnstead.learn.web.rest.parameters import Id, ManyIds, OneOf, PathId
from learnstead.learn.web.rest.problems import Refused, invalid
from learnstead.learn.web.rest.refusing import refusing
from learnstead.learn.web.rest.resources import shown
from learnstead.learn.web.rest.session import signed_in
from learnstead.people.models import User
from learnstead.people.web.current import person

router = Router(tags=["userlists"])
PrivacyLevel = Annotated[str, OneOf(Privacy.values)]
Title = Annotated[str, Field(min_length=1, max_length=userlists.LONGEST_TITLE)]
Description = Annotated[str, Field(max_length=userlists.LONGEST_DESCRIPTION)]
CALLED = {"privacy": "privacy_level"}
LAST_POSITION = 2**31 - 1
Position = Annotated[int, Field(ge=0, le=LAST_POSITION, description="Its place, counted from 0.")]


class UserListShown(TypedDict):
    """A list. ``author`` is the id of its owner; ``topics`` are those of what is on it; it has no image of its own."""

    id: int
    title: str
    description: str
    privacy_level: PrivacyLevel
    author: int
    item_count: int
    topics: list[subjects.Topic]
    image: None


class UserLists(Paged):
    """A page of lists."""

    results: list[UserListShown]


class Membership(TypedDict):
    """That a resource (``child``) is on a list (``parent``)."""

    id: int
    parent: int
    child: int


class UserListItemShown(Membership):
    """A resource on a list, and its place there."""

    position: int
    resource: shapes.LearningResource


class UserListItems(Paged):
    """A page of what is on a list."""

    results: list[UserListItemShown]


class NewUserList(Schema):
    """A list to be made."""

    title: Title
    description: Description = ""
    privacy_level: PrivacyLevel = Privacy.PRIVATE.value


class ChangedUserList(Schema):
    """What changes of a list; the rest stays."""

    title: Title | None = None
    description: Description | None = None
    privacy_level: PrivacyLevel | None = None


class NewItem(Schema):
    """A resource to be put on a list; without a position at its end."""

    child: Id
    position: Position | None = None


class MovedItem(Schema):
    """Where an item goes."""

    position: Position


class WhichLists(Schema):
    """Exactly these lists."""

    userlist_id: ManyIds = Field([], description="The lists it is to be on; of one's own.")


@router.get("/userlists/", response=UserLists, auth=signed_in, summary="My lists", operation_id="userlists_list")
def my_lists(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """One's own lists, what changed last first."""
    rows = userlists.of(person(request))
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=rows.count())
    return answer({**around, "results": _lists(list(rows[asked.offset : asked.offset + asked.limit]))})


@router.post(
    "/userlists/", response={201: UserListShown}, auth=signed_in, summary="A new list", operation_id="userlists_create"
)
def new_list(request: HttpRequest, wanted: NewUserList) -> HttpResponse:
    """Make a list of one's own."""
    with refusing(called=CALLED):
        made = userlists.create(
            owner=person(request),
            title=wanted.title,
            description=wanted.description,
            privacy=wanted.privacy_level,
            at=clock.now(),
        )
    return answer(_one(person(request), made.pk), status=201)


@router.get(
    "/userlists/membership/",
    response=list[Membership],
    auth=signed_in,
    summary="What is on my lists",
    operation_id="userlists_membership_list",
)
def membership(request: HttpRequest) -> HttpResponse:
    """Everything on one's own lists, in short."""
    items = UserListItem.objects.filter(list__owner=person(request), list__deleted_at__isnull=True)
    rows = items.order_by("list_id", "position", "pk").values_list("pk", "list_id", "resource_id")
    return answer([{"id": pk, "parent": parent, "child": child} for pk, parent, child in rows])


@router.get("/userlists/{id}/", response=UserListShown, summary="One list", operation_id="userlists_retrieve")
def one_list(request: HttpRequest, id: PathId) -> HttpResponse:
    """A list of one's own, or an unlisted one of somebody else, for who knows its id."""
    return answer(_one(_reader(request), id))


@router.patch(
    "/userlists/{id}/",
    response=UserListShown,
    auth=signed_in,
    summary="Change a list",
    operation_id="userlists_partial_update",
)
def change_list(request: HttpRequest, id: PathId, wanted: ChangedUserList) -> HttpResponse:
    """Change a list of one's own."""
    one = _mine(request, id)
    with refusing(called=CALLED):
        userlists.edit(
            one,
            title=one.title if wanted.title is None else wanted.title,
            description=one.description if wanted.description is None else wanted.description,
            privacy=wanted.privacy_level or one.privacy,
            at=clock.now(),
        )
    return answer(_one(person(request), id))


@router.delete(
    "/userlists/{id}/", response={204: None}, auth=signed_in, summary="Delete a list", operation_id="userlists_destroy"
)
def delete_list(request: HttpRequest, id: PathId) -> HttpResponse:
    """Delete a list of one's own; on its page it can be brought back for thirty days."""
    userlists.delete(_mine(request, id), at=clock.now())
    return nothing()


@router.get(
    "/userlists/{userlist_id}/items/",
    response=UserListItems,
    summary="What is on a list",
    operation_id="userlists_items_list",
)
def items(request: HttpRequest, userlist_id: PathId, asked: Query[Paging]) -> HttpResponse:
    """What is on a list and still offered, in its order."""
    rows = _visible(_readable(request, userlist_id))
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=rows.count())
    return answer({**around, "results": _items(rows[asked.offset : asked.offset + asked.limit])})


@router.post(
    "/userlists/{userlist_id}/items/",
    response={201: UserListItemShown},
    auth=signed_in,
    summary="Put something on a list",
    operation_id="userlists_items_create",
)
def new_item(request: HttpRequest, userlist_id: PathId, wanted: NewItem) -> HttpResponse:
    """Put a resource on a list of one's own; one that is there already is moved to the position."""
    one = _mine(request, userlist_id)
    with refusing():
        item = userlists.add(one, _resource(wanted.child), at=clock.now())
    if wanted.position is not None:
        order.place(one.items.all(), item.pk, wanted.position)
    return answer(_item(one, item.pk), status=201)


@router.get(
    "/userlists/{userlist_id}/items/{id}/",
    response=UserListItemShown,
    summary="One thing on a list",
    operation_id="userlists_items_retrieve",
)
def one_item(request: HttpRequest, userlist_id: PathId, id: PathId) -> HttpResponse:
    """One thing on a list, by the id of its place there."""
    return answer(_item(_readable(request, userlist_id), id))


@router.patch(
    "/userlists/{userlist_id}/items/{id}/",
    response=UserListItemShown,
    auth=signed_in,
    summary="Move a thing on a list",
    operation_id="userlists_items_partial_update",
)
def move_item(request: HttpRequest, userlist_id: PathId, id: PathId, wanted: MovedItem) -> HttpResponse:
    """Give something on a list of one's own another place."""
    one = _mine(request, userlist_id)
    order.place(one.items.all(), get_object_or_404(one.items, pk=id).pk, wanted.position)
    return answer(_item(one, id))


@router.delete(
    "/userlists/{userlist_id}/items/{id}/",
    response={204: None},
    auth=signed_in,
    summary="Take something off a list",
    operation_id="userlists_items_destroy",
)
def remove_item(request: HttpRequest, userlist_id: PathId, id: PathId) -> HttpResponse:
    """Take something off a list of one's own."""
    if not userlists.remove(_mine(request, userlist_id), [id], at=clock.now()):
        raise Http404
    return nothing()


@router.patch(
    "/learning_resources/{id}/userlists/",
    response=list[Membership],
    auth=signed_in,
    tags=["learning_resources"],
    summary="Put a resource on exactly these lists",
    operation_id="learning_resources_userlists_partial_update",
)
def set_lists(request: HttpRequest, id: PathId, asked: Query[WhichLists]) -> HttpResponse:
    """Have a resource on these lists of one's own and on no other; 403 for a list of somebody else."""
    found = get_object_or_404(wholes.listed(), pk=id)
    with refusing(status=403):
        on = userlists.set_membership(owner=person(request), resource=found, lists=asked.userlist_id, at=clock.now())
    return answer([{"id": item.pk, "parent": item.list_id, "child": item.resource_id} for item in on])


def _reader(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _readable(request: HttpRequest, pk: int) -> UserList:
    return get_object_or_404(userlists.readable(_reader(request)), pk=pk)


def _mine(request: HttpRequest, pk: int) -> UserList:
    """A list of one's own. One that somebody shares is there for others, too, but not theirs to change."""
    one = _readable(request, pk)
    if one.owner_id != person(request).pk:
        raise Refused(403, "This list is somebody else's.")
    return one


def _resource(pk: int) -> LearningResource:
    found = wholes.listed().filter(pk=pk).first()
    if found is None:
        raise invalid("child", f'Invalid pk "{pk}" - object does not exist.')
    return found


def _visible(one: UserList) -> QuerySet[UserListItem]:
    return one.items.filter(resource__published=True, resource__test_mode=False).order_by("position", "pk")


def _one(reader: User | None, pk: int) -> UserListShown:
    return _lists([get_object_or_404(userlists.readable(reader), pk=pk)])[0]


def _lists(rows: Sequence[UserList]) -> list[UserListShown]:
    about = userlists.topics_of([row.pk for row in rows])
    tree = {topic.pk: topic for topic in Topic.objects.all()} if any(about.values()) else {}
    return [
        {
            "id": row.pk,
            "title": row.title,
            "description": row.description,
            "privacy_level": row.privacy,
            "author": row.owner_id,
            "item_count": getattr(row, "size", 0),
            "topics": subjects.lineages(tree, about.get(row.pk, ())),
            "image": None,
        }
        for row in rows
    ]


def _item(one: UserList, pk: int) -> dict[str, Any]:
    found = _items(_visible(one).filter(pk=pk))
    if not found:
        raise Http404
    return found[0]


def _items(rows: QuerySet[UserListItem]) -> list[dict[str, Any]]:
    chosen = list(rows)
    there = {whole.resource.pk: whole for whole in wholes.by_ids([row.resource_id for row in chosen])}
    return [
        {
            "id": row.pk,
            "parent": row.list_id,
            "child": row.resource_id,
            "position": row.position,
            "resource": shown(there[row.resource_id], position=row.position),
        }
        for row in chosen
        if row.resource_id in there
    ]
