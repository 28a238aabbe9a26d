"""Learnstead's web application, and beside it the plainest way to take a file: PUT /plain puts it into the store.

DELETE removes it. The baseline of ``tus_intake.py``: the same server, store and disk, and nothing in between.
"""

from collections.abc import Callable, Iterable
from typing import Any

from learnstead.config.wsgi import application as learnstead
from learnstead.ports.services import services
from learnstead.video.domain.intake.parts import Window

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """One WSGI application out of two."""
    if environ["PATH_INFO"] != "/plain":
        return learnstead(environ, start_response)
    if environ["REQUEST_METHOD"] == "PUT":
        size = int(environ["CONTENT_LENGTH"])
        window = Window(environ["wsgi.input"], start=0, most=size, seen=lambda _: None)
        services().objects.put("video/incoming/plain", window)  # type: ignore[arg-type]
    else:
        services().objects.delete("video/incoming/plain")
    start_response("204 No Content", [])
    return [b""]
