"""The addresses a learning platform is given: login, launch, keys."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.kernel.errors import Transient
from learnstead.ports.services import services
from learnstead.video.domain.lti import keys, launches, placing
from learnstead.video.domain.lti.launches import NotALaunch
from learnstead.video.web.lti import choice, frames, watching


@csrf_exempt  # the platform begins it; what counts is signed
@never_cache
@xframe_options_exempt
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Where the platform begins: on to its own sign-in."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        return HttpResponseRedirect(launches.begin(given.dict(), launch_url=frames.launch_url(), at=clock.now()))
    except NotALaunch as problem:
        return refused(request, problem)


@csrf_exempt  # it is signed by the platform and counts once
@never_cache
@xframe_options_exempt
@require_POST
def launch(request: HttpRequest) -> HttpResponse:
    """The signed message: a video for learners, a choice for teachers."""
    at = clock.now()
    if request.POST.get("error"):
        return refused(request, NotALaunch(f"The platform says: {request.POST['error'][:200]}."))
    try:
        found = launches.receive(
            token=request.POST.get("id_token", ""),
            state=request.POST.get("state", ""),
            messages=services().signed_messages,
            inbox=services().inbox,
            at=at,
        )
        if found.kind == launches.DEEP_LINK:
            return choice.offer(request, found, at=at)
        return watching.show(request, found, placing.shown(found, at=at), at=at)
    except (NotALaunch, placing.NotForThisCourse, Transient) as problem:
        return refused(request, problem)


@require_GET
def key_set(request: HttpRequest) -> HttpResponse:
    """Our public keys."""
    del request
    return JsonResponse(dict(keys.key_set(services().signed_messages, at=clock.now())))


def refused(request: HttpRequest, problem: Exception) -> HttpResponse:
    """A page that says why, small enough for a frame; any page may show it, since it tells nothing."""
    page = render(request, "video/lti/refused.html", {"problem": problem}, status=403)
    return frames.allow(page, "*")
