"""Where the data platform tells learn what it released."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from learnstead.kernel import clock, untrusted
from learnstead.kernel.errors import Terminal
from learnstead.kernel.webhooks import BadSignature, verify
from learnstead.learn.domain import messages
from learnstead.ports.services import services

LARGEST_BODY = 256 * 1024


@csrf_exempt  # it is signed; there is no cookie to forge
@require_POST
def data(request: HttpRequest) -> JsonResponse:
    """202 accepted, 200 accepted before, 401 not signed by a known key, 400 or 413 not an event."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"an event has at most {LARGEST_BODY:,} bytes")
    headers = {name.lower(): value for name, value in request.headers.items()}
    now = clock.now()
    try:
        message_id = verify(headers=headers, body=request.body, keys=services().webhook_keys, at=now)
        body = untrusted.object_of(request.body, at_most=LARGEST_BODY)
        is_new = messages.accept(message_id=message_id, body=body, at=now, queue=services().queue)
    except BadSignature as problem:
        return _problem(HTTPStatus.UNAUTHORIZED, str(problem))
    except (untrusted.BadPayload, Terminal) as problem:
        return _problem(HTTPStatus.BAD_REQUEST, str(problem))
    if is_new:
        return JsonResponse({"status": "accepted"}, status=HTTPStatus.ACCEPTED)
    return JsonResponse({"status": "accepted before"})


def _problem(status: HTTPStatus, detail: str) -> JsonResponse:
    return JsonResponse({"title": status.phrase, "status": status, "detail": detail}, status=status)
