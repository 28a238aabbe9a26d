"""Who was let in with a piece of a file is let in with the next ones for some seconds, without asking everything again.

A file comes in hundreds of pieces, and to ask each time for the session, the person, the upload and their right to it
takes as long as the bytes do. A pass is for one upload, and for requests that say of themselves exactly what the one
said that was let in. Whoever loses a right can so bring pieces for ten seconds more, but not the last one.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest

from learnstead.video.models import Incoming
from learnstead.video.web.intake import headers

LASTS_SECONDS = 10.0
MOST = 100
OF_THE_PIECE = {"HTTP_UPLOAD_OFFSET", "HTTP_UPLOAD_CHECKSUM"}
OF_THE_REQUEST = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "wsgi.url_scheme")


@dataclass(frozen=True)
class _Pass:
    said: dict[str, str]
    incoming: Incoming
    until: float


class Passes:
    """Those of one web process; ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._given: dict[str, _Pass] = {}

    def give(self, request: HttpRequest, incoming: Incoming) -> None:
        """To whoever was asked everything just now."""
        if len(self._given) >= MOST:
            self._given = {path: one for path, one in list(self._given.items()) if one.until > self._clock()}
        if request.method == "PATCH" and incoming.length is not None and len(self._given) < MOST:
            until = self._clock() + LASTS_SECONDS
            self._given[request.path_info] = _Pass(_said(request), copy.copy(incoming), until)

    def of(self, request: HttpRequest) -> Incoming | None:
        """The upload, as it was when the pass was given; None when everything must be asked."""
        one = self._given.get(request.path_info)
        if one is None or one.until <= self._clock() or one.said != _said(request):
            return None
        return copy.copy(one.incoming) if _is_next(request, one.incoming) else None

    def go_on(self, request: HttpRequest, incoming: Incoming) -> None:
        """The next piece follows what is here now."""
        one = self._given.get(request.path_info)
        if one is not None:
            self._given[request.path_info] = replace(one, incoming=incoming)


def _said(request: HttpRequest) -> dict[str, str]:
    meta = request.META
    mine = {name: meta[name] for name in meta if name.startswith("HTTP_") and name not in OF_THE_PIECE}
    return mine | {name: meta.get(name, "") for name in OF_THE_REQUEST}


def _is_next(request: HttpRequest, incoming: Incoming) -> bool:
    """Whether it follows what is here, and something more will follow it."""
    try:
        start, size = headers.number(request, "Upload-Offset"), headers.number(request, "Content-Length")
    except headers.BadHeader:
        return False
    return start == incoming.received and bool(size) and start + (size or 0) < (incoming.length or 0)
