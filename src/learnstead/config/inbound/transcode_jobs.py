"""MediaConvert, by way of EventBridge and SNS: a job changed. The address is the production system's.

An event is taken for a hint to ask MediaConvert, whatever it claims; so a late one or one out of order does no harm.
"""

import hmac
import logging
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from learnstead.adapters.sns.certificates import BadCertificate
from learnstead.adapters.sns.messages import CONFIRMATION, NOTIFICATION, Forged, SnsMessage, SnsReader
from learnstead.config.outlets import Outlets
from learnstead.kernel import clock, untrusted
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.services import services
from learnstead.video.domain.transcoding import farms

LARGEST_BODY = 300 * 1024  # SNS sends at most 256 KiB, in which quotes are escaped
log = logging.getLogger(__name__)


@csrf_exempt  # it is signed; there is no cookie to forge
@require_POST
def signed(request: HttpRequest) -> HttpResponse:
    """Messages in SNS's envelope. 200 for everything that is really from there, 403 for the rest."""
    try:
        body = untrusted.object_of(request.body, at_most=LARGEST_BODY)
        if body.get("Type") == CONFIRMATION and not body.get("Token"):
            return _said("Token cannot be empty!", HTTPStatus.BAD_REQUEST)
        reader = _reader()
        message = reader.read(body)
        return _take(message, reader)
    except untrusted.BadPayload as problem:
        return _said(str(problem), HTTPStatus.BAD_REQUEST)
    except (Forged, BadCertificate) as problem:
        log.warning("a message to /api/transcode-jobs/ was refused: %s", problem)
        return _said(str(problem), HTTPStatus.FORBIDDEN)
    except (Transient, Terminal) as problem:  # SNS sends it again
        return _said(str(problem), HTTPStatus.SERVICE_UNAVAILABLE)


@csrf_exempt  # whoever knows the address may speak; there is no cookie to forge
@require_POST
def raw(request: HttpRequest, secret: str) -> HttpResponse:
    """Messages without an envelope, and so without a signature: the address is the secret."""
    known = _outlets().sns_secret
    if not known or not hmac.compare_digest(secret.encode(), known.encode()):
        raise Http404("no such address")
    try:
        event = untrusted.object_of(request.body, at_most=LARGEST_BODY)
    except untrusted.BadPayload as problem:
        return _said(str(problem), HTTPStatus.BAD_REQUEST)
    return _happened(event, f"raw {untrusted.line(event, 'id', longest=100)}")


def _take(message: SnsMessage, reader: SnsReader) -> HttpResponse:
    """An UnsubscribeConfirmation has an address that subscribes again; nobody asked for that."""
    if message.kind == CONFIRMATION:
        reader.confirm(message)
        return JsonResponse({})
    if message.kind != NOTIFICATION:
        log.warning("%s was unsubscribed from; MediaConvert's jobs are asked for every five minutes", message.topic)
        return JsonResponse({})
    try:
        event = untrusted.object_of(message.text.encode(), at_most=LARGEST_BODY)
    except untrusted.BadPayload as problem:
        log.warning("%s has a message that is no event: %s", message.topic, problem)
        return JsonResponse({})
    return _happened(event, message.id)


def _happened(event: Mapping[str, Any], message_id: str) -> HttpResponse:
    """Ask for a look at the job, if it is ours; a message that came before asks for nothing."""
    job = untrusted.line(untrusted.part(event, "detail"), "jobId", longest=100)
    with transaction.atomic():
        if services().inbox.accept(f"sns {message_id}", at=clock.now()) and job:
            farms.told(job, queue=services().queue)
    return JsonResponse({})


@cache
def _reader_of(outlets: tuple[tuple[str, ...], str]) -> SnsReader:
    """One for each set of settings: it keeps certificates."""
    topics, endpoint = outlets
    return SnsReader(topics=topics, endpoint=endpoint)


def _reader() -> SnsReader:
    outlets = _outlets()
    return _reader_of((tuple(outlets.sns_topics), outlets.aws_endpoint))


def _outlets() -> Outlets:
    found: Outlets = settings.CONFIG.outlets
    return found


def _said(words: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"detail": words}, status=status)
