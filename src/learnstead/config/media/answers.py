"""An answer with bytes: whole, a part (206), unchanged (304) or none (416), after RFC 9110, sections 13 and 14."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore

from learnstead.config.media.shelves import WHOLE, Found

# Up to here one read answers; what is larger goes out in pieces of this size, so that memory does not grow with files.
PIECE = WHOLE
# A file in pieces holds a thread of the server for as long as its reader takes, and pages need threads, too.
MOST_AT_ONCE = 6
_places = BoundedSemaphore(MOST_AT_ONCE)
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Answer:
    """Status line, headers, body."""

    status: str
    headers: list[tuple[str, str]]
    body: Iterable[bytes]
    unsure: bool = False  # the database may know better


class Pieces:
    """A stretch of an open file, read as it is asked for; closing it closes the file and gives its place back."""

    def __init__(self, found: Found, start: int, length: int) -> None:
        self._found, self._at, self._left, self._open = found, start, length, True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._found.part(self._at, min(PIECE, self._left)) if self._left else b""
        if not piece:
            self.close()
            raise StopIteration
        self._at += len(piece)
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        """Close the file, once."""
        if self._open:
            self._open = False
            self._found.close()
            _places.release()

    __del__ = close


def of_file(found: Found, asked: dict[str, str], headers: list[tuple[str, str]]) -> Answer:
    """A file, for a request whose method and headers stand in ``asked`` (as WSGI names them). It closes the file."""
    kept_open = False
    try:
        headers += [("ETag", found.etag), ("Accept-Ranges", "bytes")]
        if _is_known(asked.get("HTTP_IF_NONE_MATCH", ""), found.etag):
            return Answer("304 Not Modified", headers, [])
        answer = _stretch(found, asked, headers)
        kept_open = isinstance(answer.body, Pieces)  # closed when they are
        return answer
    finally:
        if not kept_open:
            found.close()


def _stretch(found: Found, asked: dict[str, str], headers: list[tuple[str, str]]) -> Answer:
    wanted, size = asked.get("HTTP_RANGE", ""), found.size
    status, start, length = "200 OK", 0, size
    if wanted and asked.get("HTTP_IF_RANGE", found.etag) == found.etag:
        range_ = part(wanted, size)
        if range_ == (0, 0):
            none = [*headers, ("Content-Range", f"bytes */{size}"), ("Content-Length", "0")]
            return Answer("416 Range Not Satisfiable", none, [])
        if range_:
            status, (start, length) = "206 Partial Content", range_
            headers.append(("Content-Range", f"bytes {start}-{start + length - 1}/{size}"))
    headers.append(("Content-Length", str(length)))
    if asked.get("REQUEST_METHOD") == "HEAD":
        return Answer(status, headers, [])
    if length > PIECE:
        if not _places.acquire(blocking=False):
            return _busy()
        return Answer(status, headers, Pieces(found, start, length))
    return Answer(status, headers, [found.part(start, length)])


def _busy() -> Answer:
    words = b"As many large files are being sent as this server can send at once. Try again soon.\n"
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), ("Retry-After", "15")]
    return Answer("503 Service Unavailable", [*headers, ("Content-Length", str(len(words)))], [words])


def part(wanted: str, size: int) -> tuple[int, int] | None:
    """Start and length of the one range in ``wanted``: (0, 0) when the file has none of it, None when it is ignored.

    Several ranges at once are ignored, which the RFC allows: no player asks for them, and they have been an attack.
    """
    found = _RANGE.fullmatch(wanted.strip())
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, length) if length else (0, 0)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return (start, end - start + 1) if start < size else (0, 0)


def _is_known(offered: str, etag: str) -> bool:
    return bool(offered) and (offered.strip() == "*" or etag in offered)
