"""Captions ordered from people elsewhere: the button, and the vendor's call when they are there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.ports.services import services
from learnstead.video.domain.access import Forbidden
from learnstead.video.domain.outlets import caption_orders
from learnstead.video.models import Video


@login_required
@require_POST
def order(request: HttpRequest, key: str) -> HttpResponseBase:
    """Order captions in ``language``, and back to where the button is."""
    try:
        video = get_object_or_404(Video, key=UUID(key), deleted_at=None)
    except ValueError as problem:
        raise Http404(key) from problem
    language = request.POST.get("language", "en")[:35]
    if services().caption_vendor is None:
        raise Http404("no vendor of captions is set up")
    try:
        caption_orders.order(
            video=video,
            language=language,
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
            queue=services().queue,
        )
        messages.success(request, "The captions are ordered. They appear here by themselves, usually within days.")
    except Forbidden as problem:
        raise Http404(key) from problem
    except Terminal as problem:
        messages.error(request, str(problem))
    return redirect(f"/videos/{video.hexkey}/captions/")


@csrf_exempt  # the vendor has no cookie; the address is signed
@require_http_methods(["GET", "POST"])
def told(request: HttpRequest, token: str) -> HttpResponse:
    """The vendor says that something changed; we ask what."""
    del request
    if not caption_orders.told(token, queue=services().queue):
        raise Http404("no such order")
    return HttpResponse("thank you\n", content_type="text/plain")
