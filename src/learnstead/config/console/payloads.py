"""Raw payloads, as they were received; never as something a browser would run."""

import re
from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from learnstead.config.console.access import staff_only
from learnstead.data.snapshot import raw_key
from learnstead.ports.objects import NoSuchObject
from learnstead.ports.services import services

SHA256 = re.compile(r"[0-9a-f]{64}")
SHOWN_BYTES = 200_000


@staff_only
def payload(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The start of a payload as text; the whole of it as a download with ``?download``."""
    if not SHA256.fullmatch(sha256):
        raise Http404("a payload is known by its SHA-256")
    objects = services().objects
    try:
        size = objects.info(raw_key(sha256)).size
        file = objects.open(raw_key(sha256))
    except NoSuchObject:
        gone = {"sha256": sha256, "gone": True}
        return render(request, "console/payload.html", gone, status=HTTPStatus.GONE)
    if "download" in request.GET:
        return FileResponse(file, as_attachment=True, filename=sha256, content_type="application/octet-stream")
    with file:
        start = file.read(SHOWN_BYTES)
    text = "" if b"\x00" in start else start.decode("utf-8", errors="replace")
    shown = {"sha256": sha256, "size": size, "text": text, "cut": size > len(start)}
    return render(request, "console/payload.html", shown)
