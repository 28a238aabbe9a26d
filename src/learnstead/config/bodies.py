"""The body of a request, let go of as soon as it is answered.

Django's requests point at themselves, so that only the garbage collector removes them, and with them what the server
had buffered of their bodies: a megabyte and more of each piece of an upload. The collector counts objects, not bytes.

The server waits for ever for a body that does not come, and keeps a thread for it. We do not: see ``silence``.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from learnstead.config.silence import Request, Watch

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Lent:
    """``wsgi.input`` until it is taken back; after that, an empty one."""

    def __init__(self, body: Any, request: Request) -> None:
        self._body, self._request = body, request

    def read(self, *size: int) -> bytes:
        """As WSGI has it."""
        self._request.waits()
        data: bytes = self._body.read(*size)
        self._request.goes_on()
        return data

    def readline(self, *size: int) -> bytes:
        """As WSGI has it."""
        self._request.waits()
        line: bytes = self._body.readline(*size)
        self._request.goes_on()
        return line

    def readlines(self, *hint: int) -> list[bytes]:
        """As WSGI has it."""
        self._request.waits()
        lines: list[bytes] = self._body.readlines(*hint)
        self._request.goes_on()
        return lines

    def __iter__(self) -> Iterator[bytes]:
        """As WSGI has it."""
        return iter(self.readline, b"")

    def take_back(self) -> None:
        """Whoever keeps this keeps no bytes."""
        self._body = io.BytesIO()


def lending_bodies_to(application: Application, watch: Watch | None = None) -> Application:
    """A WSGI application that reads bodies until it has answered; what it streams then, it streams from elsewhere.

    Those that ``watch`` finds silent for too long have ended: it sees a body that is shorter than was said.
    """
    watching = watch or Watch()

    def lending(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = watching.begun(environ.get("REMOTE_ADDR", ""))
        environ["wsgi.input"] = body = Lent(environ["wsgi.input"], request)
        try:
            return application(environ, start_response)
        finally:
            body.take_back()
            watching.ended(request)

    return lending
