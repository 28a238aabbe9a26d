"""The headers of tus 1.0.0, read and written. Source: https://tus.io/protocols/resumable-upload (MIT licence)."""

import base64
import binascii
from collections.abc import Mapping
from email.utils import format_datetime

from django.http import HttpRequest, HttpResponse

from learnstead.ports.intake import IntakeRules
from learnstead.video.domain.intake.receiving import ALGORITHMS, Checksum
from learnstead.video.models import Incoming

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,creation-defer-length,checksum,expiration,termination"
OFFSET_STREAM = "application/offset+octet-stream"


class BadHeader(Exception):
    """A header is missing or cannot be read; the text names it."""


class NoLength(BadHeader):
    """Nobody can tell how much would come."""


def in_chunks(request: HttpRequest) -> bool:
    """Whether the body has an end, but no length that is known before."""
    return "Content-Length" not in request.headers and "chunked" in request.headers.get("Transfer-Encoding", "").lower()


def number(request: HttpRequest, name: str) -> int | None:
    """A header that is a number of bytes, or None when it is not there."""
    text = request.headers.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):  # noqa: PLR2004 - fits the database's
        raise BadHeader(f"{name} is {text!r}; it is a whole number from 0")
    return int(text)


def metadata(request: HttpRequest) -> Mapping[str, str]:
    """``Upload-Metadata``: names, each with its value in base64."""
    said: dict[str, str] = {}
    for pair in filter(None, (one.strip() for one in request.headers.get("Upload-Metadata", "").split(","))):
        name, _, value = pair.partition(" ")
        try:
            said[name] = base64.b64decode(value.strip(), validate=True).decode().replace("\0", "")
        except (binascii.Error, UnicodeDecodeError) as problem:
            raise BadHeader(f"Upload-Metadata: the value of {name!r} is not UTF-8 in base64") from problem
    return said


def checksum(request: HttpRequest) -> Checksum | None:
    """``Upload-Checksum``: an algorithm, and what it makes of the body in base64."""
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadHeader(f"Upload-Checksum: {algorithm!r} is not among {', '.join(ALGORITHMS)}")
    try:
        return Checksum(algorithm, base64.b64decode(value.strip(), validate=True))
    except binascii.Error as problem:
        raise BadHeader("Upload-Checksum: the checksum is not base64") from problem


def tell_place(response: HttpResponse, incoming: Incoming) -> HttpResponse:
    """Say how much is here, and until when."""
    response.headers["Upload-Offset"] = str(incoming.received)
    if incoming.state == Incoming.State.RECEIVING:
        response.headers["Upload-Expires"] = format_datetime(incoming.expires_at, usegmt=True)
    return response


def tell_abilities(response: HttpResponse, rules: IntakeRules) -> HttpResponse:
    """Say what we can do."""
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    response.headers["Tus-Max-Size"] = str(rules.most_bytes)
    return response
