"""A teacher chooses videos in a frame of their platform."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from learnstead.kernel import clock
from learnstead.ports.services import services
from learnstead.video.domain.lti import choosing, placing
from learnstead.video.domain.lti.launches import Launch, NotALaunch
from learnstead.video.web.lti import frames

PAGE = 50


def offer(request: HttpRequest, launch: Launch, *, at: datetime, problem: str = "") -> HttpResponse:
    """What this platform may show: some of it, by words in titles, page by page."""
    words = " ".join(request.POST.get("words", "").split())[:100]
    videos = placing.on_offer(launch.platform)
    if words:
        videos = videos.filter(title__icontains=words)
    shown = {
        "launch": launch,
        "ticket": choosing.ticket(launch, at=at),
        "page": Paginator(videos, PAGE).get_page(request.POST.get("page")),
        "words": words,
        "problem": problem,
    }
    return frames.allow(render(request, "video/lti/choose.html", shown), frames.ancestors(launch.platform))


@csrf_exempt  # in a frame there is no cookie; the ticket is signed
@never_cache
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Search on, or hand the choice over: a page whose one button carries it back."""
    at = clock.now()
    try:
        launch = choosing.launch_of(request.POST.get("ticket", ""), at=at)
    except NotALaunch as problem:
        return frames.allow(render(request, "video/lti/refused.html", {"problem": problem}, status=403), "*")
    if "search" in request.POST or "page" in request.POST:
        return offer(request, launch, at=at)
    keys = [key for text in request.POST.getlist("video") if (key := _key(text))]
    chosen = list(placing.on_offer(launch.platform).filter(key__in=keys))
    if not chosen:
        return offer(request, launch, at=at, problem="Choose a video first.")
    answer = choosing.answer(launch, chosen, launch_url=frames.launch_url(), messages=services().signed_messages, at=at)
    shown = {"launch": launch, "answer": answer, "chosen": chosen if launch.several else chosen[:1]}
    return frames.allow(
        render(request, "video/lti/chosen.html", shown),
        frames.ancestors(launch.platform),
        forms_to=frames.origin(launch.return_url),
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
