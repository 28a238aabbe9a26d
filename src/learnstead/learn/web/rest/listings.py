"""Lists of learning resources: all of them, those of one kind, featured ones, and a short form of everything."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from typing_extensions import TypedDict

from learnstead.kernel import clock
from learnstead.learn.domain import featured as featured_lists
from learnstead.learn.domain import listing, wholes
from learnstead.learn.web.rest import shapes
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.asking import Listing
from learnstead.learn.web.rest.paging import LargePaging, Paged, Paging, addresses
from learnstead.learn.web.rest.parameters import PathId
from learnstead.learn.web.rest.resources import all_shown, shown
from learnstead.learn.web.rest.values import Moment

router = Router()


class LearningResources(Paged):
    """A page of resources of any kind."""

    results: list[shapes.LearningResource]


class Courses(Paged):
    """A page of courses."""

    results: list[shapes.Course]


class Programs(Paged):
    """A page of programs."""

    results: list[shapes.Program]


class Podcasts(Paged):
    """A page of podcasts."""

    results: list[shapes.Podcast]


class PodcastEpisodes(Paged):
    """A page of episodes."""

    results: list[shapes.PodcastEpisode]


class Videos(Paged):
    """A page of videos."""

    results: list[shapes.Video]


class VideoPlaylists(Paged):
    """A page of playlists."""

    results: list[shapes.VideoPlaylist]


class Summary(TypedDict):
    """A resource and when it last changed."""

    id: int
    last_modified: Moment | None


class Summaries(Paged):
    """A page of summaries."""

    results: list[Summary]


class WhichResources(Listing, Paging):
    """Which resources, in which order."""


class WhichSummaries(Listing, LargePaging):
    """Which resources, in which order."""


@router.get(
    "/learning_resources/",
    response=LearningResources,
    tags=["learning_resources"],
    summary="Learning resources",
    operation_id="learning_resources_list",
)
def learning_resources(request: HttpRequest, asked: Query[WhichResources]) -> HttpResponse:
    """Everything that is published, of every kind."""
    return _page(request, asked, asked.wanted())


@router.get(
    "/learning_resources/summary/",
    response=Summaries,
    tags=["learning_resources"],
    summary="Summaries",
    operation_id="learning_resources_summary_list",
)
def summaries(request: HttpRequest, asked: Query[WhichSummaries]) -> HttpResponse:
    """The ids of everything that is published, with when it last changed: for site maps and copies."""
    rows = listing.resources(asked.wanted())
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=rows.count())
    chosen = rows.values("id", "last_modified")[asked.offset : asked.offset + asked.limit]
    return answer({**around, "results": list(chosen)})


@router.get(
    "/learning_resources/{id}/",
    response=shapes.LearningResource,
    tags=["learning_resources"],
    summary="One learning resource",
    operation_id="learning_resources_retrieve",
)
def learning_resource(request: HttpRequest, id: PathId) -> HttpResponse:
    """A resource of any kind by its id, with its transcript when it has one."""
    return _one(id)


@router.get(
    "/featured/",
    response=LearningResources,
    tags=["featured"],
    summary="Featured resources",
    operation_id="featured_list",
)
def featured(request: HttpRequest, asked: Query[WhichResources]) -> HttpResponse:
    """What editors feature: the first of every unit, then the second; drawn anew each day within one place."""
    ids = featured_lists.ids(at=clock.now())
    rows = listing.resources(asked.wanted()).filter(pk__in=ids)
    fitting = list(rows.values_list("pk", flat=True))
    there = set(fitting)
    ordered = fitting if asked.sortby else [pk for pk in ids if pk in there]
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=len(ordered))
    return answer({**around, "results": all_shown(wholes.by_ids(ordered[asked.offset : asked.offset + asked.limit]))})


@router.get(
    "/featured/{id}/",
    response=shapes.LearningResource,
    tags=["featured"],
    summary="One featured resource",
    operation_id="featured_retrieve",
)
def one_featured(request: HttpRequest, id: PathId) -> HttpResponse:
    """A resource by its id, while editors feature it."""
    if id not in featured_lists.ids(at=clock.now()):
        raise Http404
    return _one(id)


def _of_a_kind(word: str, kind: str, *, one: Any, many: Any, about: str) -> None:
    """The routes of one kind: its list, and one of them by its id."""
    singular = kind.replace("_", " ")

    def all_of_them(request: HttpRequest, asked: Query[WhichResources]) -> HttpResponse:
        wanted = asked.wanted()
        # What is asked for besides must be of this kind, too.
        asked_kinds = set(asked.resource_type or [kind])
        kinds = [kind] if kind in asked_kinds else ["none"]
        return _page(request, asked, listing.narrowed(wanted, resource_type=kinds))

    def one_of_them(request: HttpRequest, id: PathId) -> HttpResponse:
        return _one(id, kind)

    _route(f"/{word}/", all_of_them, many, f"{word}_list", f"{about[0].upper()}{about[1:]}", word)
    _route(f"/{word}/{{id}}/", one_of_them, one, f"{word}_retrieve", f"One {singular}", word)


def _route(path: str, view: Callable[..., HttpResponse], shape: Any, name: str, title: str, tag: str) -> None:
    view.__name__ = name
    router.get(path, response=shape, tags=[tag], summary=title, description=f"{title}.", operation_id=name)(view)


def _page(request: HttpRequest, asked: Paging, wanted: listing.Wanted) -> HttpResponse:
    rows = listing.resources(wanted)
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=rows.count())
    chosen = rows[asked.offset : asked.offset + asked.limit]
    return answer({**around, "results": all_shown(wholes.wholes(chosen))})


def _one(pk: int, kind: str = "") -> HttpResponse:
    found = wholes.by_ids([pk], brief=False)
    if not found or (kind and found[0].resource.resource_type != kind):
        raise Http404
    return answer(shown(found[0]), changed_at=found[0].resource.changed_at)


_of_a_kind("courses", "course", one=shapes.Course, many=Courses, about="courses")
_of_a_kind("programs", "program", one=shapes.Program, many=Programs, about="programs")
_of_a_kind("podcasts", "podcast", one=shapes.Podcast, many=Podcasts, about="podcasts")
_of_a_kind(
    "podcast_episodes", "podcast_episode", one=shapes.PodcastEpisode, many=PodcastEpisodes, about="podcast episodes"
)
_of_a_kind("videos", "video", one=shapes.Video, many=Videos, about="videos")
_of_a_kind("video_playlists", "video_playlist", one=shapes.VideoPlaylist, many=VideoPlaylists, about="video playlists")
