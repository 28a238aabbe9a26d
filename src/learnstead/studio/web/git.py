"""Courses as git repositories: ``git clone`` by git's smart HTTP protocol, to read and never to write.

Anyone may clone a course that is live; others need an account that works on it, by session or by HTTP basic.
"""

import base64
import binascii
import gzip
import io
from collections.abc import Iterator
from typing import IO, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.domain import accounts
from learnstead.people.models import User
from learnstead.ports.git import NoSuchRevision
from learnstead.ports.services import services
from learnstead.studio.domain import permissions
from learnstead.studio.models import Site

SERVICE = "git-upload-pack"
MAX_REQUEST_BYTES = 32 * 1024 * 1024
READ_ONLY = "This repository is read-only: courses are edited in Learnstead.\n"


@require_GET
def info_refs(request: HttpRequest, short_id: str) -> HttpResponseBase:
    """The branches, and what this server can do."""
    if request.GET.get("service") != SERVICE:
        return _said(READ_ONLY if request.GET.get("service") else "Use a git that speaks smart HTTP.\n", 403)
    if refusal := _refusal(request, short_id):
        return refusal
    announcement = b"001e# service=git-upload-pack\n0000"
    return _answer(request, short_id, None, "advertisement", before=announcement)


@csrf_exempt
@require_POST
def upload_pack(request: HttpRequest, short_id: str) -> HttpResponseBase:
    """The objects that the client lacks."""
    if refusal := _refusal(request, short_id):
        return refusal
    try:
        body = _body(request)
    except (OSError, EOFError):
        return _said("The request is not what its Content-Encoding says.\n", 400)
    if len(body) > MAX_REQUEST_BYTES:
        return _said("The request is too large.\n", 413)
    return _answer(request, short_id, io.BytesIO(body), "result")


@csrf_exempt
def receive_pack(request: HttpRequest, short_id: str) -> HttpResponse:
    """A push: refused."""
    del request, short_id
    return _said(READ_ONLY, 403)


def _answer(
    request: HttpRequest, short_id: str, body: io.BytesIO | None, kind: str, *, before: bytes = b""
) -> HttpResponseBase:
    protocol = request.headers.get("Git-Protocol", "")
    protocol = protocol if protocol in {"version=1", "version=2"} else ""
    try:
        pieces = services().git.upload_pack(short_id, body, protocol=protocol)
    except NoSuchRevision:
        return _said("This course has no history yet.\n", 404)
    except Terminal as problem:
        return _said(f"{problem}\n", 503)

    def stream() -> Iterator[bytes]:
        yield before
        yield from pieces

    response = StreamingHttpResponse(stream(), content_type=f"application/x-{SERVICE}-{kind}")
    response["Cache-Control"] = "no-cache"
    return response


def _body(request: HttpRequest) -> bytes:
    stream = cast("IO[bytes]", request)
    if request.headers.get("Content-Encoding") == "gzip":
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
    return stream.read(MAX_REQUEST_BYTES + 1)


def _refusal(request: HttpRequest, short_id: str) -> HttpResponse | None:
    """Why this person may not clone this; None when they may. Courses one may not see look like missing ones."""
    site = Site.objects.filter(short_id=short_id).first()
    if site and site.live_id:
        return None
    try:
        user = _person(request)
    except accounts.NotSignedIn as problem:
        return _said(f"{problem}\n", 401)
    if user is None:
        return _said("Sign in to clone a course that is not published.\n", 401)
    if site is None or not permissions.may(user, "view", site):
        return _said("There is no such course.\n", 404)
    return None


def _person(request: HttpRequest) -> User | None:
    if isinstance(request.user, User):
        return request.user
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    address = request.META.get("REMOTE_ADDR", "")
    return accounts.sign_in(name=name, password=password, address=address, at=clock.now())


def _said(words: str, status: int) -> HttpResponse:
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    if status == 401:  # noqa: PLR2004 - as HTTP numbers it
        response["WWW-Authenticate"] = 'Basic realm="Learnstead courses", charset="UTF-8"'
    return response
