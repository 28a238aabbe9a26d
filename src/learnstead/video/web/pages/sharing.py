"""Addresses and code of a video to copy, and links that open it to whoever holds them."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain import sharing
from learnstead.video.domain.files import files_of
from learnstead.video.domain.public_list import NOBODY, absolute
from learnstead.video.models import Video
from learnstead.video.web.pages.asked import to_edit


@to_edit
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, video: Video) -> HttpResponse:
    """The page, where everything begins at ``?start=``; a POST makes a link."""
    if request.method != "POST":
        return _page(request, video)
    try:
        sharing.share(
            video=video,
            by=person(request),
            at=clock.now(),
            expires_at=_end_of_day(request.POST.get("until", "")),
            note=request.POST.get("note", "").replace("\x00", ""),
        )
    except (sharing.BadExpiry, ValueError) as refused:
        return _page(request, video, problem=str(refused))
    messages.success(request, "The link is ready to be copied.")
    return redirect("video:share", video.hexkey)


def _page(request: HttpRequest, video: Video, *, problem: str = "") -> HttpResponse:
    start, second = request.GET.get("start", "").replace("\x00", ""), 0
    try:
        second = sharing.second_of(start)
    except sharing.BadStart as refused:
        problem = str(refused)
    page = services().url + reverse("video:video", args=[video.hexkey])
    frame = services().url + reverse("video:embed", args=[video.hexkey])
    links = sharing.good(video, at=clock.now()).select_related("made_by")
    context = {
        "video": video,
        "start": start,
        "address": sharing.address(page, start=second),
        "iframe": sharing.iframe(sharing.address(frame, start=second), video.title),
        "links": [(link, sharing.address(page, start=second, share=sharing.token(link))) for link in links],
        "stream": _stream(video),
        "problem": problem,
        "posted": request.POST,
    }
    return render(request, "video/share.html", context, status=400 if problem else 200)


def _stream(video: Video) -> str:
    """The address of a public video's stream, where the collection lets it be shared with courses."""
    files = files_of(video) if video.is_public and video.collection.allow_share_openedx else None
    if files is None:
        return ""
    shown = services().delivery.playback(files, viewer=NOBODY, at=clock.now())
    return absolute(shown.hls_url, services().url)


def _end_of_day(text: str) -> datetime | None:
    """The last moment of a day in UTC; None for no day."""
    if not text.strip():
        return None
    day = parse_date(text.strip())
    if day is None:
        raise ValueError("Write the day as 2026-12-31.")
    return datetime.combine(day, datetime.max.time(), tzinfo=clock.now().tzinfo)


@to_edit
@require_POST
def take_back(request: HttpRequest, video: Video) -> HttpResponse:
    """End a link now."""
    if sharing.revoke(video=video, link=request.POST.get("link", ""), at=clock.now()):
        messages.success(request, "The link opens nothing any more. Who plays the video now may do so for some hours.")
    return redirect("video:share", video.hexkey)
