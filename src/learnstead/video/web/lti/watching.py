"""A video in a course of a learning platform: the player, and new addresses while the course may show it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learnstead.kernel import clock
from learnstead.ports.delivery import Playback
from learnstead.ports.services import services
from learnstead.video.domain import files
from learnstead.video.domain.lti import visits
from learnstead.video.domain.lti.launches import Launch
from learnstead.video.domain.lti.placing import NotForThisCourse
from learnstead.video.models import Video
from learnstead.video.web.lti import frames
from learnstead.video.web.player.shown import addresses, let_play, shown


def show(request: HttpRequest, launch: Launch, video: Video, *, at: datetime) -> HttpResponse:
    """The player alone, in a frame of the platform."""
    playback = _playback(video, viewer=f"lti {launch.platform.pk} {launch.person}"[:200], at=at)
    renew = f"{reverse('video:lti-playback')}?visit={visits.ticket(launch, video, at=at)}"
    page = render(
        request, "video/lti/watch.html", {"video": video, "player": shown(request, video, playback, renew_url=renew)}
    )
    return frames.allow(let_play(page, playback), frames.ancestors(launch.platform))


@never_cache
@require_GET
def playback(request: HttpRequest) -> HttpResponse:
    """New addresses for somebody whose visit goes on."""
    at = clock.now()
    try:
        visit = visits.visit_of(request.GET.get("visit", ""), at=at)
    except NotForThisCourse as problem:
        return JsonResponse({"detail": str(problem)}, status=403)
    return JsonResponse(addresses(_playback(visit.video, viewer=f"lti {visit.person}"[:200], at=at)))


def _playback(video: Video, *, viewer: str, at: datetime) -> Playback:
    found = files.files_of(video)
    if found is None:
        raise NotForThisCourse("The video cannot be played yet.")
    return services().delivery.playback(found, viewer=viewer, at=at)
