"""What somebody follows: the searches they subscribed to."""

from typing import Any, Literal, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.kernel import clock
from learnstead.learn.domain.following import normal, subscribing
from learnstead.learn.models import Subscription
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.parameters import PathId
from learnstead.learn.web.rest.problems import Refused
from learnstead.learn.web.rest.search import WhatToFind
from learnstead.learn.web.rest.session import signed_in
from learnstead.people.web.current import person

router = Router(tags=["learning_resources_user_subscription"], auth=signed_in)
BASE = "/learning_resources_user_subscription/"
Source: TypeAlias = Literal["search_subscription_type", "channel_subscription_type"]
# The parameters of a search, each a list.
Parameters: TypeAlias = dict[str, list[str]]


class Followable(WhatToFind):
    """A search with any of its parameters; ordering, paging and ranking do not tell two apart."""

    def asked(self) -> dict[str, list[str]]:
        """The search made normal."""
        given = {name: _texts(getattr(self, name)) for name in (normal.TEXT, *normal.FILTERS, normal.SHOW_FILES)}
        return normal.normal(given)


class Followed(Followable):
    """A search, and from where it is followed."""

    source_type: Source | None = Field(None, description="From a search, or from the page of a channel.")


class PercolateQuery(TypedDict):
    """A search that is followed. ``id`` is that of the subscription; ``original_query`` and ``query`` are the same."""

    id: int
    original_query: Parameters
    query: Parameters
    source_type: Source
    source_label: str
    source_description: str
    display_label: str


@router.get(
    BASE,
    response=list[PercolateQuery],
    summary="What I follow",
    operation_id="learning_resources_user_subscription_list",
)
def followed(request: HttpRequest, asked: Query[Followable]) -> HttpResponse:
    """Everything the person follows, the latest first; with parameters, what asks for at least these."""
    wanted = asked.asked()
    mine = [one for one in subscribing.followed(person(request)) if _has(one.query.parameters, wanted)]
    return answer([_shown(one) for one in mine])


@router.get(
    f"{BASE}check/",
    response=list[PercolateQuery],
    summary="Whether I follow a search",
    operation_id="learning_resources_user_subscription_check_list",
)
def check(request: HttpRequest, asked: Query[Followed]) -> HttpResponse:
    """The subscription to a search, however its parameters are written; an empty list for who has none.

    Without parameters it is a list of everything the person follows.
    """
    wanted = asked.asked()
    if wanted:
        found = subscribing.following(user=person(request), parameters=wanted)
        mine = [found] if found else []
    else:
        mine = list(subscribing.followed(person(request)))
    return answer([_shown(one) for one in mine if asked.source_type in {None, one.source_type}])


@router.post(
    f"{BASE}subscribe/",
    response=PercolateQuery,
    summary="Follow a search",
    operation_id="learning_resources_user_subscription_subscribe_create",
)
def subscribe(request: HttpRequest, asked: Followed) -> HttpResponse:
    """Follow a search; one that means the same as one already followed is that one."""
    try:
        made = subscribing.follow(
            user=person(request), parameters=asked.asked(), at=clock.now(), source_type=asked.source_type or ""
        )
    except subscribing.CannotFollow as problem:
        raise Refused(400, str(problem)) from problem
    return answer(_shown(made))


@router.post(
    f"{BASE}unsubscribe/",
    response=Parameters,
    summary="Stop following a search by its parameters",
    operation_id="learning_resources_user_subscription_unsubscribe_create",
)
def unsubscribe_by_parameters(request: HttpRequest, asked: Followed) -> HttpResponse:
    """Cease to follow a search, however its parameters are written; gives back what was followed."""
    found = subscribing.following(user=person(request), parameters=asked.asked())
    if found is None:
        raise Refused(404, "You do not follow this search.")
    subscribing.unfollow(found)
    return answer(found.query.parameters)


@router.delete(
    f"{BASE}{{id}}/unsubscribe/",
    response=Parameters,
    summary="Stop following a search",
    operation_id="learning_resources_user_subscription_unsubscribe_destroy",
)
def unsubscribe(request: HttpRequest, id: PathId) -> HttpResponse:
    """Cease to follow; gives back the parameters of what was followed."""
    found = get_object_or_404(Subscription.objects.select_related("query"), user=person(request), pk=id)
    subscribing.unfollow(found)
    return answer(found.query.parameters)


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _has(parameters: normal.Parameters, wanted: normal.Parameters) -> bool:
    def folded(values: Any) -> set[str]:
        return {value.casefold() for value in values}

    return all(folded(values) <= folded(parameters.get(name, ())) for name, values in wanted.items())


def _shown(one: Subscription) -> PercolateQuery:
    source: Any = one.source_type
    return {
        "id": one.pk,
        "original_query": one.query.parameters,
        "query": one.query.parameters,
        "source_type": source,
        "source_label": one.channel.partition(":")[0] or "saved_search",
        "source_description": one.label,
        "display_label": one.label,
    }
