"""Channels: units, departments and topics, each with what a search must be narrowed by to find what belongs to it."""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from ninja import Path, Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.learn.domain import channels, labels, queries
from learnstead.learn.domain.topics import lineage
from learnstead.learn.models import LearningResource, Topic
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.paging import LargePaging, Paged, absolute, page
from learnstead.learn.web.rest.parameters import OneOf

router = Router(tags=["channels"])
UNIT, DEPARTMENT, TOPIC = TYPES = ("unit", "department", "topic")
FIVE_MINUTES = 300
ChannelType: TypeAlias = Annotated[str, OneOf(TYPES), Path(description="The kind of channel.")]


class Counts(TypedDict):
    """How many courses and programs there are."""

    courses: int
    programs: int


class Channel(TypedDict):
    """What one unit, department or topic brings together. ``search_filter`` is the query of a search that finds it."""

    id: int
    name: str
    title: str
    channel_type: Annotated[str, OneOf(TYPES)]
    search_filter: str
    channel_url: str


class Channels(Paged):
    """A page of channels."""

    results: list[Channel]


class ChannelCounts(Channel):
    """A channel with how much there is in it."""

    counts: Counts


class WhichChannels(LargePaging):
    """Which channels."""

    channel_type: Annotated[str, OneOf(TYPES)] | None = Field(None, description="Only this kind.")


@router.get("/channels/", response=Channels, summary="Channels", operation_id="channels_list")
def all_channels(request: HttpRequest, asked: Query[WhichChannels]) -> HttpResponse:
    """Every channel that something published belongs to, by kind and title."""
    kinds = [asked.channel_type] if asked.channel_type else TYPES
    return answer(page(request, [one for kind in kinds for one in _there(kind)], asked), max_age=FIVE_MINUTES)


@router.get(
    "/channels/type/{channel_type}/{path:name}/",
    response=ChannelCounts,
    summary="One channel",
    operation_id="channel_by_type_name_retrieve",
)
def one_channel(request: HttpRequest, channel_type: ChannelType, name: str) -> HttpResponse:
    """A channel by its kind and name: a unit's code, a department's id, the path of a topic in its address."""
    found = next((one for one in _there(channel_type) if one["name"] == name), None)
    if found is None:
        raise Http404
    return answer({**found, "counts": _count(_inside(channel_type, name))}, max_age=FIVE_MINUTES)


@router.get(
    "/channels/counts/{channel_type}/",
    response=list[ChannelCounts],
    summary="Counts of channels",
    operation_id="channel_counts_list",
)
def counts(request: HttpRequest, channel_type: ChannelType) -> HttpResponse:
    """All channels of a kind with how many courses and programs each has."""
    tally = Counter(_belonging(channel_type))
    found = [
        {
            **one,
            "counts": {"courses": tally[one["name"], "course"], "programs": tally[one["name"], "program"]},
        }
        for one in _there(channel_type)
    ]
    return answer(found, max_age=FIVE_MINUTES)


def _there(kind: str) -> list[Channel]:
    match kind:
        case "unit":
            return [_channel(kind, one.code, one.name, {"offered_by": one.code}, "unit") for one in channels.units()]
        case "department":
            rows = sorted(channels.departments(), key=lambda one: one.department_id)
            return [
                _channel(kind, one.pk, one.name, {"department": one.pk}, "department", slug=one.slug) for one in rows
            ]
        case _:
            paths = {name for path in _topic_paths() for name in lineage(path)}
            on = Topic.objects.filter(path__in=paths).order_by("path")
            return [_channel(kind, one.slug, one.name, {"topic": one.name}, "topic") for one in on]


def _channel(kind: str, name: str, title: str, narrowed: dict[str, str], page_name: str, *, slug: str = "") -> Channel:
    """A channel has no row of its own here; its id is made of kind and name, so that it stays."""
    return {
        "id": zlib.crc32(f"{kind} {name}".encode()),
        "name": name,
        "title": title,
        "channel_type": kind,
        "search_filter": urlencode(narrowed),
        "channel_url": absolute(reverse(f"learn:{page_name}", args=[slug or name])),
    }


def _topic_paths() -> Iterable[str]:
    found = queries.listed().order_by().filter(topics__isnull=False)
    return found.values_list("topics__path", flat=True).distinct()


def _inside(kind: str, name: str) -> Iterable[LearningResource]:
    match kind:
        case "unit":
            return channels.offered_by(name)
        case "department":
            return channels.given_by([name])
        case _:
            return channels.about(Topic.objects.get(slug=name))


def _count(resources: Any) -> Counts:
    kinds = {str(kind): size for kind, size in channels.kinds(resources)}
    return {"courses": kinds.get("course", 0), "programs": kinds.get("program", 0)}


def _belonging(kind: str) -> Iterator[tuple[str, str]]:
    """For each resource and each channel it belongs to: the name of the channel and the kind of resource."""
    listed = queries.listed().order_by()
    match kind:
        case "unit":
            for code, platform, what in listed.values_list("offered_by", "platform", "resource_type"):
                yield code or (labels.OWN_PLATFORM if platform == labels.OWN_PLATFORM else ""), what
        case "department":
            yield from listed.values_list("departments", "resource_type")
        case _:
            slugs = dict(Topic.objects.values_list("path", "slug"))
            on: dict[tuple[int, str], set[str]] = {}
            for pk, what, path in listed.filter(topics__isnull=False).values_list(
                "pk", "resource_type", "topics__path"
            ):
                on.setdefault((pk, what), set()).update(lineage(path))
            yield from ((slugs[path], what) for (_, what), paths in on.items() for path in paths)
