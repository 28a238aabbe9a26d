"""Collections and videos as JSON, for scripts of people who are signed in; nobody sees more than on the pages."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from learnstead.kernel import clock, untrusted
from learnstead.people.models import User
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain import access, collections, videos
from learnstead.video.domain.collections import NotSaved
from learnstead.video.domain.public_list import moment
from learnstead.video.domain.videos import Details, Visibility
from learnstead.video.models import Collection, Video
from learnstead.video.web.pages.asked import private, uuid_of, video_of

PER_PAGE, MOST = 50, 200
LARGEST = 100_000
View = Callable[..., HttpResponse]


@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    """The collections that are listed to this person."""
    if not isinstance(request.user, User):
        return _refused(HTTPStatus.UNAUTHORIZED, "Sign in first.")
    shown = collections.listing(request.user, text=request.GET.get("search", "").replace("\x00", ""))
    return _page(request, shown, lambda found: [_collection(one) for one in found])


@require_safe
def collection_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One collection; who runs it and which groups may watch is told to those who may change it only."""
    found = Collection.objects.filter(key=uuid_of(key)).select_related("owner").first()
    if found is None or not access.may_open(request.user, found):
        return _refused(HTTPStatus.NOT_FOUND, "There is no such collection, or not for you.")
    told = _collection(found) | {"videos_count": collections.videos(found, request.user).count()}
    if access.may_edit(request.user, found):
        told |= {
            "owner": found.owner.username,
            "view_groups": [group.name for group in found.view_groups.all()],
            "admin_groups": [group.name for group in found.admin_groups.all()],
            "edx_course_id": found.edx_course_id,
            "embed_domains": found.embed_domains,
            "bytes": collections.bytes_kept(found),
            "quota": found.quota,
        }
    return private(JsonResponse(told))


@require_safe
def video_list(request: HttpRequest) -> HttpResponse:
    """The videos this person may watch, of one collection with ``?collection=``."""
    shown = access.watchable(request.user).filter(deleted_at=None).select_related("collection", "current")
    if not isinstance(request.user, User):
        shown = shown.filter(is_public=True)
    if wanted := request.GET.get("collection", ""):
        try:
            shown = shown.filter(collection__key=uuid_of(wanted))
        except Http404:
            return JsonResponse({"collection": ["Enter a valid UUID."]}, status=HTTPStatus.BAD_REQUEST)
    return _page(request, shown.order_by("-created_at", "-pk"), lambda found: [_video(one) for one in found])


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
def video_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One video; PATCH changes what it is called and who may watch, DELETE hides it for a month, then it is gone."""
    video = video_of(key)
    edits = access.may_edit(request.user, video.collection)
    if video.deleted_at or not access.may_watch(request.user, video):
        return _refused(HTTPStatus.NOT_FOUND, "There is no such video, or not for you.")
    if request.method in {"PATCH", "DELETE"} and not edits:
        return _refused(HTTPStatus.FORBIDDEN, "Only those who run the collection may change it.")
    try:
        if request.method == "PATCH":
            _patch(request, video)
    except NotSaved as problem:
        return private(JsonResponse(problem.problems, status=HTTPStatus.BAD_REQUEST))
    except untrusted.BadPayload as problem:
        return _refused(HTTPStatus.BAD_REQUEST, str(problem))
    if request.method == "DELETE":
        this, objects = Video.objects.filter(pk=video.pk), services().objects
        videos.delete(videos=this, by=person(request), at=clock.now(), objects=objects)
        return private(HttpResponse(status=HTTPStatus.NO_CONTENT))
    return private(JsonResponse(_video(video) | (_for_editors(video) if edits else {})))


def _patch(request: HttpRequest, video: Video) -> None:
    sent = untrusted.object_of(request.body, at_most=LARGEST)
    wanted = videos.visibility_named(sent.get("visibility", videos.visibility_of(video).value))
    if wanted is None:
        raise NotSaved({"visibility": [f"One of {', '.join(Visibility)}."]})
    texts = {name: sent.get(name, getattr(video, name)) for name in ("title", "description", "cta_link")}
    wrong = [name for name, text in texts.items() if not isinstance(text, str)]
    if wrong:
        raise NotSaved({name: ["It has to be text."] for name in wrong})
    details = Details(
        **texts,
        visibility=wanted,
        view_groups=tuple(video.view_groups.values_list("pk", flat=True)),
        multiangle=sent.get("multiangle", video.multiangle) is True,
    )
    videos.change(video=video, details=details, by=person(request), at=clock.now(), objects=services().objects)


def _collection(one: Collection) -> dict[str, Any]:
    told = {
        "key": one.hexkey,
        "title": one.title,
        "slug": one.slug,
        "description": one.description,
        "is_public": one.is_public,
        "is_logged_in_only": one.is_logged_in_only,
        "include_in_learn": one.include_in_learn,
        "for_shorts": one.for_shorts,
        "stream_source": one.stream_source or None,
        "created_at": moment(one.created_at),
        "updated_at": moment(one.updated_at),
    }
    return told | ({"videos_count": one.videos_count} if hasattr(one, "videos_count") else {})


def _video(one: Video) -> dict[str, Any]:
    return {
        "key": one.hexkey,
        "collection_key": one.collection.hexkey,
        "title": one.title,
        "description": one.description,
        "status": one.status,
        "visibility": videos.visibility_of(one),
        "is_public": one.is_public,
        "duration": one.current.duration if one.current else 0.0,
        "multiangle": one.multiangle,
        "cta_link": one.cta_link or None,
        "created_at": moment(one.created_at),
        "updated_at": moment(one.updated_at),
    }


def _for_editors(one: Video) -> dict[str, Any]:
    return {
        "message": one.message,
        "view_groups": [group.name for group in one.view_groups.all()],
        "source_url": one.source_url,
        "revisions": [
            {"number": made.number, "reason": made.reason, "played": made.pk == one.current_id}
            for made in one.revisions.all()
        ],
    }


def _page(request: HttpRequest, shown: QuerySet[Any], told: Callable[[Any], list[dict[str, Any]]]) -> HttpResponse:
    size = request.GET.get("page_size", "")
    per_page = min(int(size[:6]) or PER_PAGE, MOST) if size.isascii() and size.isdigit() else PER_PAGE
    try:
        page = Paginator(shown, per_page).page(request.GET.get("page", "1") or "1")
    except InvalidPage:
        return _refused(HTTPStatus.NOT_FOUND, "Invalid page.")
    counts = {"count": page.paginator.count, "num_pages": page.paginator.num_pages, "page": page.number}
    return private(JsonResponse(counts | {"results": told(page.object_list)}))


def _refused(status: HTTPStatus, detail: str) -> HttpResponse:
    return private(JsonResponse({"detail": detail}, status=status))
