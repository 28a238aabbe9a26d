"""One collection: its videos, and what is done to several of them at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain import access, collections, originals, states, videos
from learnstead.video.domain.files import RELATED, files_of
from learnstead.video.domain.videos import Visibility
from learnstead.video.models import Collection, TranscodeJob
from learnstead.video.web.pages.asked import for_collection
from learnstead.video.web.pages.listing import paged

PER_PAGE = 48
REFRESH_SECONDS = 10
VISIBILITIES = (
    (Visibility.PUBLIC, "Public"),
    (Visibility.COLLECTION, "As the collection"),
    (Visibility.KNOWN, "Everybody signed in"),
    (Visibility.PRIVATE, "Private"),
)


@for_collection(edit=False)
@require_safe
def collection_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The videos this person may watch; those who may change it see how each of them stands."""
    edits = access.may_edit(request.user, collection)
    text = request.GET.get("q", "").replace("\x00", "").strip()
    shown = collections.videos(collection, request.user).prefetch_related(*RELATED)
    if text:
        shown = shown.filter(title__icontains=text)
    if edits and request.GET.get("only") in {"failed", "unfinished"}:
        wanted = states.FAILED if request.GET["only"] == "failed" else states.IN_FLIGHT
        shown = shown.filter(status__in=wanted)
    listed = paged(request, shown, per_page=PER_PAGE)
    unfinished = _decorate(request, listed["page"].object_list, collection, edits=edits)
    context = {
        **listed,
        "collection": collection,
        "edits": edits,
        "q": text,
        "only": request.GET.get("only", ""),
        "visibilities": VISIBILITIES,
        "upload": reverse("video:add", args=[collection.hexkey]),
        "deleted": videos.named_deleted(collection).count() if edits else 0,
        "kept": originals.bytes_of(collection) if edits else 0,
        "refresh": REFRESH_SECONDS if unfinished and edits else 0,
        "has_feed": videos.present(collection).filter(is_public=True).exists(),
    }
    return render(request, "video/collection.html", context)


def _decorate(request: HttpRequest, found: Any, collection: Collection, *, edits: bool) -> bool:
    """Give each video its poster, its visibility and, while it is worked on, how far it is; whether any still is."""
    at, viewer = clock.now(), f"person {request.user.pk}" if isinstance(request.user, User) else "nobody"
    jobs = {}
    if edits:
        active = TranscodeJob.objects.filter(revision__video__in=found, state__in=("waiting", "running"))
        jobs = {job.revision.video_id: job for job in active.select_related("revision")}
    for video in found:
        video.collection = collection
        files = files_of(video)
        video.poster = services().delivery.playback(files, viewer=viewer, at=at).poster if files else ""
        video.visibility = videos.visibility_of(video)
        video.length = _length(files.duration) if files else ""
        video.job = jobs.get(video.pk)
        video.failed = video.status in states.FAILED
        video.unfinished = video.status in states.IN_FLIGHT
    return any(video.unfinished for video in found)


def _length(seconds: float) -> str:
    """As clocks have it: 1:02:03, or 2:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@for_collection(edit=True)
@require_POST
def bulk(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Do to the ticked videos what the pressed button says."""
    chosen = request.POST.getlist("video")
    act, by, at, objects = request.POST.get("act", ""), person(request), clock.now(), services().objects
    back = redirect("video:collection", collection.hexkey)
    if not chosen:
        messages.warning(request, "Tick some videos first.")
        return back
    if act == "delete":
        _delete(request, collection, chosen)
    elif act == "order":
        videos.set_order(collection=collection, videos=chosen, by=by, at=at)
        messages.success(request, "The ticked videos come first now, in the order of the page.")
    elif to := videos.visibility_named(act):
        changed = videos.set_visibility(collection=collection, videos=chosen, to=to, by=by, at=at, objects=objects)
        messages.success(
            request,
            f"{changed} {'video' if changed == 1 else 'videos'}: {dict(VISIBILITIES)[to].lower()}.",
        )
    return back


def _delete(request: HttpRequest, collection: Collection, chosen: list[str]) -> None:
    gone = videos.delete(
        videos=videos.named(collection, chosen), by=person(request), at=clock.now(), objects=services().objects
    )
    trash = reverse("video:deleted", args=[collection.hexkey])
    words = "1 video is deleted" if gone == 1 else f"{gone} videos are deleted"
    messages.success(request, format_html('{}. <a href="{}">Bring back what was deleted</a>', words, trash))


@for_collection(edit=True)
@require_safe
def deleted(request: HttpRequest, collection: Collection) -> HttpResponse:
    """What was deleted and can be brought back."""
    context = {
        "collection": collection,
        "videos": videos.named_deleted(collection),
        "days": videos.KEPT_AFTER_DELETION.days,
    }
    return render(request, "video/deleted.html", context)


@for_collection(edit=True)
@require_POST
def restore(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Bring back one video, or those that are ticked."""
    wanted = videos.named(collection, request.POST.getlist("video"))
    back = videos.restore(videos=wanted, by=person(request), at=clock.now(), objects=services().objects)
    messages.success(request, "1 video is back." if back == 1 else f"{back} videos are back.")
    return redirect("video:collection", collection.hexkey)
