"""The body of a request, let go of as soon as it is answered.

Django's requests point at themselves, so that only the garbage collector removes them, and with them what the server
had buffered of their bodies: a megabyte and more of each piece of an upload. The collector counts objects, not bytes.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Lent:
    """``wsgi.input`` until it is taken back; after that, an empty one."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def read(self, *size: int) -> bytes:
        """As WSGI has it."""
        data: bytes = self._body.read(*size)
        return data

    def readline(self, *size: int) -> bytes:
        """As WSGI has it."""
        line: bytes = self._body.readline(*size)
        return line

    def readlines(self, *hint: int) -> list[bytes]:
        """As WSGI has it."""
        lines: list[bytes] = self._body.readlines(*hint)
        return lines

    def __iter__(self) -> Iterator[bytes]:
        """As WSGI has it."""
        return iter(self._body)

    def take_back(self) -> None:
        """Whoever keeps this keeps no bytes."""
        self._body = io.BytesIO()


def lending_bodies_to(application: Application) -> Application:
    """A WSGI application that reads bodies until it has answered; what it streams then, it streams from elsewhere."""

    def lending(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.input"] = body = Lent(environ["wsgi.input"])
        try:
            return application(environ, start_response)
        finally:
            body.take_back()

    return lending
