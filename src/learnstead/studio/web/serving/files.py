"""Files as HTTP answers: with type, validators, ranges and compression."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date, parse_http_date_safe

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
COMPRESSIBLE = re.compile(r"text/|application/(json|xml|manifest\+json)|image/svg")
WORTH_COMPRESSING = 1024
# The only range that is honoured is a single one; anything else gets the whole file, as HTTP allows.
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
CHUNK = 256 * 1024
DIGITS_OF_ETAG = 20


def type_of(name: str) -> str:
    """The content type by the name's ending."""
    dot = name.rfind(".")
    known = TYPES.get(name[dot:].lower()) if dot >= 0 else None
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"


def fingerprint(data: bytes) -> str:
    """What an ETag is made of."""
    return hashlib.sha256(data).hexdigest()[:DIGITS_OF_ETAG]


@dataclass(frozen=True)
class Body:
    """A small file in memory, with its compressed form when that is worth it."""

    data: bytes
    content_type: str
    etag: str
    compressed: bytes | None

    @classmethod
    def of(cls, data: bytes, content_type: str) -> "Body":
        """Compress once; it is served many times."""
        small = None
        if len(data) >= WORTH_COMPRESSING and COMPRESSIBLE.match(content_type):
            small = gzip.compress(data, compresslevel=6, mtime=0)
        return cls(data=data, content_type=content_type, etag=fingerprint(data), compressed=small)


def answer_with_body(request: HttpRequest, body: Body, *, since: datetime | None, status: int = 200) -> HttpResponse:
    """A whole small file, or 304."""
    zipped = body.compressed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{body.etag}-gz"' if zipped else f'"{body.etag}"'
    data = body.compressed if zipped and body.compressed is not None else body.data
    if status == HTTPStatus.OK and _is_fresh(request, {f'"{body.etag}"', f'"{body.etag}-gz"'}, since):
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(b"" if request.method == "HEAD" else data, status=status)
        response.headers["Content-Type"] = body.content_type
        response.headers["Content-Length"] = str(len(data))
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
    _validators(response, etag, since)
    if body.compressed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    return response


@dataclass(frozen=True)
class File:
    """A file of any size, read when it is asked for."""

    size: int
    content_type: str
    etag: str
    open: Callable[[], BinaryIO]


def answer_with_file(request: HttpRequest, file: File, *, since: datetime | None) -> HttpResponseBase:
    """A file in pieces: whole, a range of it, or 304."""
    etag = f'"{file.etag}"'
    if _is_fresh(request, {etag}, since):
        response: HttpResponseBase = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        _validators(response, etag, since)
        return response
    wanted = _range(request, etag, file.size)
    if wanted is None:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers["Content-Range"] = f"bytes */{file.size}"
        return response
    first, last = wanted
    length = last - first + 1
    pieces = iter(()) if request.method == "HEAD" else _pieces(file.open, first, length)
    response = StreamingHttpResponse(pieces, content_type=file.content_type)
    response.headers["Content-Length"] = str(length)
    response.headers["Accept-Ranges"] = "bytes"
    if length < file.size:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    _validators(response, etag, since)
    return response


def _validators(response: HttpResponseBase, etag: str, since: datetime | None) -> None:
    response.headers["ETag"] = etag
    if since:
        response.headers["Last-Modified"] = http_date(since.timestamp())


def _is_fresh(request: HttpRequest, etags: set[str], since: datetime | None) -> bool:
    """Whether the client's copy is the one it would get; entity tags decide when it sent any."""
    offered = request.headers.get("If-None-Match")
    if offered is not None:
        return offered.strip() == "*" or any(tag.strip().removeprefix("W/") in etags for tag in offered.split(","))
    date = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and date is not None and int(since.timestamp()) <= date


def _range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte to send; None when the range lies outside the file."""
    whole = (0, size - 1)
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    condition = request.headers.get("If-Range")
    if not asked or not any(asked.groups()) or (condition and condition.strip() != etag):
        return whole
    start, end = asked.groups()
    if not start:
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(start), min(int(end), size - 1) if end else size - 1
    if first >= size or first > last:
        return None if first >= size or not start else whole
    return first, last


def _pieces(open_file: Callable[[], BinaryIO], first: int, length: int) -> Iterator[bytes]:
    with open_file() as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece
