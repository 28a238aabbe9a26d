"""Resumable uploads, as tus 1.0.0 has them: begin, ask how far it is, add, cancel.

Every web process and every machine can take the next bytes: what came is in the object store and the database. The
``collection`` (its key) or the ``video`` (whose file is replaced) is told in ``Upload-Metadata``.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import reverse

from learnstead.kernel import clock
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain import access
from learnstead.video.domain.intake import beginning, parts, receiving
from learnstead.video.domain.intake.refusals import Held
from learnstead.video.models import Collection, Incoming, Video
from learnstead.video.web.intake import headers
from learnstead.video.web.intake.answers import in_words_of_tus, refusal, speaks_tus
from learnstead.video.web.intake.finding import by_key
from learnstead.video.web.intake.passes import Passes

AT_ONCE = 3
"""Bodies that one web process takes at a time; each keeps one of its threads, and pages need the others."""
HEARD_OUT = 8 * 2**20
_turns = threading.BoundedSemaphore(AT_ONCE)
_passes = Passes(time.monotonic)


class Sent:
    """The body of a request; a sender who hangs up has ended it. Django reads none whose length is not told."""

    def __init__(self, request: HttpRequest) -> None:
        self._from = request.META["wsgi.input"] if headers.in_chunks(request) else request

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes."""
        try:
            return bytes(self._from.read(size))
        except UnreadablePostError:
            return b""

    def hear_out(self) -> None:
        """Let what nobody wanted come, if it is not much: who is cut short hears no answer, only a broken line."""
        heard = 0
        while heard < HEARD_OUT and (data := self.read(parts.AT_A_TIME)):
            heard += len(data)


@speaks_tus
def uploads(request: HttpRequest) -> HttpResponse:
    """Begin an upload, perhaps with its first bytes."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST", "OPTIONS"])
    length = headers.number(request, "Upload-Length")
    if length is None and request.headers.get("Upload-Defer-Length") != "1":
        raise headers.BadHeader("Upload-Length is missing; without a length send Upload-Defer-Length: 1")
    incoming = _begun(request, headers.metadata(request), length)
    if request.content_type == headers.OFFSET_STREAM:
        _append(request, incoming, start=0)
    response = headers.tell_place(HttpResponse(status=201), incoming)
    response.headers["Location"] = reverse("video:upload", args=[incoming.pk.hex])
    return response


@speaks_tus
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Say how far it is, add to it, or cancel it."""
    method = request.method
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", "POST").upper()
    do = {"HEAD": _tell, "PATCH": _add, "DELETE": _cancel}.get(method or "")
    if do is None:
        return HttpResponseNotAllowed(["HEAD", "PATCH", "DELETE", "OPTIONS"])
    incoming = _found(request, key)
    _passes.give(request, incoming)
    return do(request, incoming)


def pieces_by_pass(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A middleware in front of all others: the next piece of a file, from whom they and we let in a moment ago."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        incoming = _passes.of(request)
        return get_response(request) if incoming is None else _piece(request, incoming=incoming)

    return answer


@in_words_of_tus
def _piece(request: HttpRequest, *, incoming: Incoming) -> HttpResponse:
    # Asking first whether the connection to the database is alive would be half of what it is asked. Were it dead, the
    # one statement that follows would say so, and the sender would try again. (The stubs do not know the attribute.)
    connection.health_check_done = True  # type: ignore[attr-defined]
    return _add(request, incoming)


def _begun(request: HttpRequest, said: Mapping[str, str], length: int | None) -> Incoming:
    given: dict[str, Any] = {
        "name": said.get("filename", "") or "film",
        "way": Incoming.Way.BROWSER,
        "by": person(request),
        "at": clock.now(),
        "rules": services().intake.rules,
        "length": length,
    }
    if said.get("video"):
        video = by_key(Video.objects.filter(deleted_at=None).select_related("collection"), said["video"])
        access.check_may_edit(request.user, video.collection)
        return beginning.begin(video=video, **given)
    collection = by_key(Collection.objects, said.get("collection", ""))
    access.check_may_edit(request.user, collection)
    return beginning.begin_video(collection=collection, title=said.get("title", ""), **given)


def _found(request: HttpRequest, key: str) -> Incoming:
    """An upload of the person's own, or in a collection that they run; others do not hear that it exists."""
    incoming = by_key(Incoming.objects.select_related("video__collection"), key, field="pk")
    mine = incoming.by_id == person(request).pk and incoming.way == Incoming.Way.BROWSER
    if not mine or not access.may_edit(request.user, incoming.video.collection):
        raise Http404(key)
    return incoming


def _tell(_request: HttpRequest, incoming: Incoming) -> HttpResponse:
    if incoming.state == Incoming.State.EXPIRED:
        return refusal(410, "gone", f"{incoming.name} waited too long for its rest")
    response = headers.tell_place(HttpResponse(), incoming)
    if incoming.length is None:
        response.headers["Upload-Defer-Length"] = "1"
    else:
        response.headers["Upload-Length"] = str(incoming.length)
    return response


def _add(request: HttpRequest, incoming: Incoming) -> HttpResponse:
    brings = headers.number(request, "Content-Length") or headers.in_chunks(request)
    if request.content_type != headers.OFFSET_STREAM and brings:
        return refusal(415, "content-type", f"send the bytes as {headers.OFFSET_STREAM}")
    start = headers.number(request, "Upload-Offset")
    if start is None:
        raise headers.BadHeader("Upload-Offset is missing")
    length = headers.number(request, "Upload-Length")
    if length is not None:
        given: dict[str, Any] = {"objects": services().objects, "queue": services().queue, "now": clock.now}
        receiving.announce_length(incoming, length, rules=services().intake.rules, **given)
    _append(request, incoming, start=start)
    _passes.go_on(request, incoming)
    return headers.tell_place(HttpResponse(status=204), incoming)


def _append(request: HttpRequest, incoming: Incoming, *, start: int) -> None:
    size = headers.number(request, "Content-Length") or 0
    if incoming.length is None and headers.in_chunks(request):
        raise headers.NoLength("neither the file nor these bytes have a length; send Upload-Length or Content-Length")
    receiving.check_size(incoming, start=start, size=size, rules=services().intake.rules)
    checksum = headers.checksum(request)
    if not _turns.acquire(blocking=False):
        raise Held("many are sending at this moment; it goes on in a few seconds")
    body = Sent(request)
    try:
        given: dict[str, Any] = {"objects": services().objects, "queue": services().queue, "now": clock.now}
        receiving.append(incoming, start=start, body=body, checksum=checksum, **given)
    finally:
        body.hear_out()
        _turns.release()


def _cancel(_request: HttpRequest, incoming: Incoming) -> HttpResponse:
    receiving.cancel(incoming, objects=services().objects)
    return HttpResponse(status=204)
