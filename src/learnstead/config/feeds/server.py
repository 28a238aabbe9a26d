"""Serves the sample payloads, to whoever says in ``X-Replay-Host`` which host is meant."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import click

from learnstead.config.feeds.routes import NOTHING, Answer, Asked, Route, RoutesOnDisk
from learnstead.kernel import clock

HEALTH = "/healthz"


class FeedServer(ThreadingHTTPServer):
    """The outside world on one port of this machine."""

    daemon_threads = True

    def __init__(self, routes: Callable[[], Sequence[Route]], *, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self._routes = routes

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def routes(self) -> Sequence[Route]:
        """What it answers; others may be put in their place while it serves."""
        return self._routes()

    @routes.setter
    def routes(self, routes: Sequence[Route]) -> None:
        self._routes = lambda: routes

    def answer(self, asked: Asked) -> Answer:
        """What the outside world says."""
        route = next((route for route in self.routes if route.matches(asked)), None)
        return route.answer(asked, today=clock.now()) if route else NOTHING


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FeedServer

    def handle(self) -> None:
        """Until whoever asks has heard enough."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing; a run of a source keeps what it asked for."""

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        if parts.path == HEALTH and "x-replay-host" not in headers:
            self._send(Answer(HTTPStatus.OK, "text/plain", b"ok"))
            return
        asked = Asked(
            host=headers.get("x-replay-host", ""),
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers=headers,
        )
        self._send(self.server.answer(asked))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)


@contextmanager
def serving(routes: Sequence[Route] | None = None) -> Iterator[FeedServer]:
    """The outside world for as long as the block lasts; that of all sources unless ``routes`` are given."""
    server = FeedServer(RoutesOnDisk() if routes is None else lambda: routes)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@click.command()
@click.option("--port", type=int, required=True)
def main(port: int) -> None:
    """Serve until stopped; ``learnstead up`` starts this for the demo."""
    FeedServer(RoutesOnDisk(), port=port).serve_forever()


if __name__ == "__main__":
    main()
