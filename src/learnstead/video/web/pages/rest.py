"""Videos as JSON, for scripts of people who are signed in; nobody sees more than on the pages."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from learnstead.kernel import clock, untrusted
from learnstead.people.models import User
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain import access, videos
from learnstead.video.domain.collections import NotSaved
from learnstead.video.domain.public_list import moment
from learnstead.video.domain.videos import Details, Visibility
from learnstead.video.models import Video
from learnstead.video.web.pages.asked import private, uuid_of, video_of
from learnstead.video.web.pages.json_lists import BOOLEAN, page_of, refused
from learnstead.video.web.pages.named_groups import BadNames, ids_of

LARGEST = 100_000


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
    return page_of(request, shown.order_by("-created_at", "-pk"), lambda found: [_video(one) for one in found])


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
def video_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One video; PATCH changes what it is called and who may watch, DELETE hides it for a month, then it is gone."""
    video = video_of(key)
    edits = access.may_edit(request.user, video.collection)
    if video.deleted_at or not access.may_watch(request.user, video):
        return refused(HTTPStatus.NOT_FOUND, "There is no such video, or not for you.")
    if request.method in {"PATCH", "DELETE"} and not edits:
        return refused(HTTPStatus.FORBIDDEN, "Only those who run the collection may change it.")
    try:
        if request.method == "PATCH":
            _patch(request, video)
    except NotSaved as problem:
        return private(JsonResponse(problem.problems, status=HTTPStatus.BAD_REQUEST))
    except untrusted.BadPayload as problem:
        return refused(HTTPStatus.BAD_REQUEST, str(problem))
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
    multiangle = sent.get("multiangle", video.multiangle)
    if not isinstance(multiangle, bool):
        raise NotSaved({"multiangle": [BOOLEAN]})
    groups = _groups(request, video, sent)
    details = Details(**texts, visibility=wanted, view_groups=groups, multiangle=multiangle)
    videos.change(video=video, details=details, by=person(request), at=clock.now(), objects=services().objects)


def _groups(request: HttpRequest, video: Video, sent: Mapping[str, Any]) -> Sequence[int]:
    kept = list(video.view_groups.values_list("pk", flat=True))
    try:
        return ids_of(request, sent["view_groups"], kept=set(kept)) if "view_groups" in sent else kept
    except BadNames as problem:
        raise NotSaved({"view_groups": [str(problem)]}) from problem


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
