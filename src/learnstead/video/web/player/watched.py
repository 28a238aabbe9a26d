"""What players tell: which seconds were watched, and where a person stopped."""

import math

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from learnstead.kernel import clock, untrusted
from learnstead.people.models import User
from learnstead.people.web.client import client_address
from learnstead.people.web.current import person
from learnstead.video.domain.analytics import counting
from learnstead.video.domain.analytics.counting import NotCounted
from learnstead.video.models import StoppedAt, Video
from learnstead.video.web.asked import to_watch, video_of

SALT = "video.watched"
# A page may stay open over night.
GOOD_FOR = 36 * 3600
LONGEST_MESSAGE = 20_000


def watched_address(video: Video) -> str:
    """Where a player of this page tells what was watched; only pages that may show the video know it."""
    return f"{reverse('video:watched', args=[video.hexkey])}?by={signing.dumps(video.hexkey, salt=SALT)}"


@csrf_exempt  # the address itself says that our page was shown, also inside other sites, where cookies are not sent
@require_POST
def watched(request: HttpRequest, key: str) -> HttpResponse:
    """Count what a player watched. What is not counted is answered alike, but for its reason."""
    try:
        signed = signing.loads(request.GET.get("by", ""), salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        signed = ""
    if signed != key:
        return HttpResponse("This address is not good any more; load the page again.", status=403)
    agent = request.headers.get("User-Agent", "")
    if counting.is_robot(agent) or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=204)
    try:
        beat = counting.read(_message(request))
        at = clock.now()
        who = counting.viewer(
            person=request.user if isinstance(request.user, User) else None,
            address=client_address(request), agent=agent, at=at, secret=settings.SECRET_KEY,
        )  # fmt: skip
        counting.count(video=video_of(key), beat=beat, viewer=who, at=at)
    except NotCounted as problem:
        return HttpResponse(str(problem), status=422, content_type="text/plain")
    return HttpResponse(status=204)


@login_required
@require_POST
def position(request: HttpRequest, key: str) -> HttpResponse:
    """Remember where a person stopped; 0 forgets it."""
    video = to_watch(request, key)
    try:
        second = float(request.POST.get("position", ""))
    except ValueError:
        second = math.nan
    if not 0 <= second < float("inf"):
        return HttpResponse("position is a number of seconds", status=400, content_type="text/plain")
    if second:
        StoppedAt.objects.update_or_create(
            person=person(request), video=video, defaults={"position": second, "updated_at": clock.now()}
        )
    else:
        StoppedAt.objects.filter(person=person(request), video=video).delete()
    return HttpResponse(status=204)


def _message(request: HttpRequest) -> object:
    try:
        return untrusted.object_of(request.body, at_most=LONGEST_MESSAGE)
    except untrusted.BadPayload as problem:
        raise NotCounted(f"It is no message of a player: {problem}.") from problem
