"""Changing one video: what it is called, who may watch, its versions, deleting it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain import originals, retention, states, videos
from learnstead.video.domain.collections import NotSaved
from learnstead.video.domain.files import files_of
from learnstead.video.domain.originals import Original
from learnstead.video.domain.outlets import youtube
from learnstead.video.domain.transcoding import requests
from learnstead.video.domain.videos import Details
from learnstead.video.models import Notice, Revision, Video, YouTubeVideo
from learnstead.video.web.pages.asked import to_edit
from learnstead.video.web.pages.collection import VISIBILITIES
from learnstead.video.web.pages.listing import chosen_groups, offered_groups
from learnstead.video.web.pages.watching import DOWNLOAD_LASTS
from learnstead.video.web.player.shown import let_play


@to_edit
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, video: Video) -> HttpResponse:
    """The form of a video, and what has become of it."""
    kept = set(video.view_groups.values_list("pk", flat=True))
    if request.method != "POST":
        return _form(request, video, kept, _posted_by_nobody(video, kept))
    posted = request.POST
    details = Details(
        title=posted.get("title", "").replace("\x00", ""),
        description=posted.get("description", ""),
        visibility=videos.visibility_named(posted.get("visibility")) or videos.visibility_of(video),
        view_groups=chosen_groups(request, "view_groups", kept=kept),
        cta_link=posted.get("cta_link", "").replace("\x00", ""),
        multiangle="multiangle" in posted,
    )
    try:
        videos.change(video=video, details=details, by=person(request), at=clock.now(), objects=services().objects)
    except NotSaved as problem:
        return _form(request, video, kept, details, problem.problems)
    messages.success(request, "The video is saved.")
    return redirect("video:video", video.hexkey)


def _posted_by_nobody(video: Video, kept: set[int]) -> Details:
    return Details(
        title=video.title,
        description=video.description,
        visibility=videos.visibility_of(video),
        view_groups=tuple(kept),
        cta_link=video.cta_link,
        multiangle=video.multiangle,
    )


def _form(
    request: HttpRequest, video: Video, kept: set[int], details: Details, problems: dict[str, list[str]] | None = None
) -> HttpResponse:
    notice = Notice.objects.filter(video=video).first()
    files = files_of(video)
    viewer = f"person {person(request).pk}"
    playback = services().delivery.playback(files, viewer=viewer, at=clock.now()) if files else None
    held = originals.of_video(video)
    there = YouTubeVideo.objects.filter(video=video).first()
    context: dict[str, Any] = {
        "video": video,
        "youtube": there,
        "youtube_again": there is not None and youtube.can_be_sent_again(there),
        "poster": playback.poster if playback else "",
        "details": details,
        "problems": problems or {},
        "groups": offered_groups(request, kept),
        "visibilities": VISIBILITIES,
        "originals": held,
        "revisions": _dated(video, held),
        "in_flight": video.status in states.IN_FLIGHT,
        "failed": video.status in states.FAILED,
        "archive_on": notice.unwatched_at + retention.GRACE if notice and notice.unwatched_at else None,
    }
    response = render(request, "video/video_form.html", context, status=400 if problems else 200)
    return let_play(response, playback) if playback else response


def _dated(video: Video, held: Sequence[Original]) -> list[tuple[Revision, datetime | None]]:
    """The revisions, each with the day on which its original goes."""
    days = {one.key: one.goes_at for one in held}
    return [(one, days.get(one.original)) for one in video.revisions.select_related("made_by")]


@to_edit
@require_safe
def original(request: HttpRequest, video: Video, number: int) -> HttpResponse:
    """To the file that somebody brought, for those who may change the video."""
    found = get_object_or_404(video.revisions.exclude(original=""), number=number)
    address = services().delivery.file(
        found.original,
        filename=found.original_name or found.original.rpartition("/")[2],
        viewer=f"person {person(request).pk}",
        at=clock.now(),
        lifetime=DOWNLOAD_LASTS,
    )
    return redirect(address.url)


@to_edit
@require_POST
def delete(request: HttpRequest, video: Video) -> HttpResponse:
    """Hide it, and say where it can be brought back."""
    this = Video.objects.filter(pk=video.pk)
    videos.delete(videos=this, by=person(request), at=clock.now(), objects=services().objects)
    trash = reverse("video:deleted", args=[video.collection.hexkey])
    messages.success(request, format_html('“{}” is deleted. <a href="{}">Bring it back</a>', video.title, trash))
    return redirect("video:collection", video.collection.hexkey)


@to_edit
@require_POST
def keep(request: HttpRequest, video: Video) -> HttpResponse:
    """Keep a video that nobody watches, or bring it back from the archive."""
    if video.archived_at is None:
        retention.keep(video=video, at=clock.now())
        messages.success(request, "It stays.")
        return redirect("video:edit", video.hexkey)
    try:
        retention.restore(video=video, at=clock.now(), queue=services().queue, by_id=person(request).pk)
    except Terminal as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "It is made ready again from its original.")
    return redirect("video:edit", video.hexkey)


@to_edit
@require_POST
def retranscode(request: HttpRequest, video: Video) -> HttpResponse:
    """Make a new version from the same original; what is played stays until that is ready."""
    try:
        requests.again(video, at=clock.now(), queue=services().queue, by_id=person(request).pk)
    except Terminal as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "A new version is being made. Until it is ready the one before is played.")
    return redirect("video:edit", video.hexkey)
