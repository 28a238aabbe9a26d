"""Where studio says that a site went live or was withdrawn. The data platform reads it as the source ``ocw``."""

from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from learnstead.config.inbound.receiving import refusal
from learnstead.data.ocw import site_events
from learnstead.flows import gather_site
from learnstead.kernel import clock, untrusted
from learnstead.kernel.errors import Terminal
from learnstead.kernel.webhooks import BadSignature, verify
from learnstead.ports.services import services

LARGEST_BODY = 256 * 1024


@csrf_exempt  # it is signed; there is no cookie to forge
@require_POST
def told(request: HttpRequest) -> JsonResponse:
    """202 accepted, 200 accepted before, 401 not signed by a known key, 400 or 413 not an event."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"an event has at most {LARGEST_BODY:,} bytes")
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        message_id = verify(headers=headers, body=request.body, keys=services().webhook_keys, at=clock.now())
        body = untrusted.object_of(request.body, at_most=LARGEST_BODY)
        event = site_events.event_of(body)
    except BadSignature as problem:
        return refusal(HTTPStatus.UNAUTHORIZED, str(problem))
    except (untrusted.BadPayload, Terminal) as problem:
        return refusal(HTTPStatus.BAD_REQUEST, str(problem))
    with transaction.atomic():
        is_new = services().inbox.accept(f"studio {message_id}", at=clock.now())
        if is_new and event:
            gather_site.request(event, services=services())
    if is_new:
        return JsonResponse({"status": "accepted"}, status=HTTPStatus.ACCEPTED)
    return JsonResponse({"status": "accepted before"})
