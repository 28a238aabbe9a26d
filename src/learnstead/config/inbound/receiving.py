"""What all webhooks have in common: who sent it, is it JSON, was it here before, and how it is answered."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from learnstead.config.inbound.secrets import Secrets
from learnstead.kernel import clock, untrusted
from learnstead.kernel.errors import Terminal
from learnstead.kernel.webhooks import BadSignature
from learnstead.ports.services import services

LARGEST_BODY = 1024 * 1024
RECEIVED = {"status": "success", "message": "Webhook received"}

Body = Mapping[str, Any]
# Asks for what a message wants; what it returns is the answer, None means the usual one.
Take = Callable[[Body], Mapping[str, Any] | None]
Prove = Callable[[HttpRequest, Body], str]


class Refused(Terminal):
    """The sender is known, but the message cannot be right; the text says why and repeats nothing secret."""


def webhook(take: Take, *, prove: Prove | None = None) -> Callable[[HttpRequest], JsonResponse]:
    """A view. 200 when everything asked for is in the queue, or was before; 401, 400 or 413 when it is refused.

    ``prove`` returns the id of the message, or raises BadSignature, once the body is read; without it the signature
    is checked before anything else is looked at.
    """

    @csrf_exempt  # it is signed; there is no cookie to forge
    @require_POST
    def view(request: HttpRequest) -> JsonResponse:
        if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
            return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a message has at most {LARGEST_BODY:,} bytes")
        try:
            message_id = None if prove else message_id_of(request)
            body = untrusted.object_of(request.body, at_most=LARGEST_BODY)
            with transaction.atomic():
                message_id = prove(request, body) if prove else message_id
                if message_id and not services().inbox.accept(message_id, at=clock.now()):
                    return JsonResponse(RECEIVED)
                return JsonResponse(take(body) or RECEIVED)
        except BadSignature as problem:
            return refusal(HTTPStatus.UNAUTHORIZED, str(problem))
        except (untrusted.BadPayload, Refused) as problem:
            return refusal(HTTPStatus.BAD_REQUEST, str(problem))

    return view


def message_id_of(request: HttpRequest) -> str:
    """The id of a message whose sender is known; empty when its scheme has none. BadSignature."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return secrets().message_id(headers, request.body, at=clock.now())


def secrets() -> Secrets:
    """Those of this installation; what we sign ourselves comes from us."""
    found: Secrets = settings.CONFIG.inbound
    return replace(found, standard=(*found.standard, *services().webhook_keys))


def refusal(status: HTTPStatus, detail: str) -> JsonResponse:
    """A problem, said in words."""
    return JsonResponse({"title": status.phrase, "status": status, "detail": detail}, status=status)
