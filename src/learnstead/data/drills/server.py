"""Serves a recording over HTTP with a fault in it, to whoever says in ``X-Replay-Host`` which host is meant."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from learnstead.data.drills import faults
from learnstead.data.drills.recording import Recorded, Recording, Reply

TOKEN = Reply(b'{"access_token": "drill", "token_type": "Bearer", "expires_in": 3600}', content_type="application/json")
NOTHING = Reply(b'{"detail": "nothing was recorded for this request"}', status=503)
"""Nobody knows what would have been answered, so this is no "not found"."""
PAUSE_SECONDS = 0.05

Answering = Callable[[Recorded, Sequence[Recorded]], Reply]


class DrillServer(ThreadingHTTPServer):
    """The outside world as it was, but for what ``answering`` does to it."""

    daemon_threads = True

    def __init__(self, recording: Recording, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recording, self.answering, self.closing = recording, answering, threading.Event()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def reply(self, method: str, host: str, path: str, query: dict[str, str], body: bytes) -> Reply:
        """What was answered then, or a token for credentials, which were never kept."""
        known = [
            one
            for one in self.recording.answers
            if (one.exchange.method, one.host, one.path) == (method, host, path) and one.query.items() <= query.items()
        ]
        if known:
            return self.answering(max(known, key=lambda one: len(one.query)), self.recording.answers)
        return TOKEN if b"grant_type" in body else NOTHING

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some drills are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: DrillServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        host = self.headers.get("X-Replay-Host", "")
        self._send(self.server.reply(self.command, host, parts.path or "/", query, body))

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""

    def _send(self, reply: Reply) -> None:
        if reply.then == "reset":
            self._reset()
            return
        if reply.then == "stall":
            self.server.closing.wait()
            return
        body = faults.bomb() if reply.then == "bomb" else reply.body
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(max(len(body), 2 if reply.then == "cut" else 0)))
        self.end_headers()
        self._body(body, reply.then)

    def _body(self, body: bytes, then: str) -> None:
        with suppress(OSError):
            if then == "drip":
                while not self.server.closing.wait(PAUSE_SECONDS):
                    self.wfile.write(body[:1] or b" ")
            elif then == "cut":
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
            else:
                self.wfile.write(body)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


@contextmanager
def serving(recording: Recording, answering: Answering) -> Iterator[DrillServer]:
    """For as long as the block lasts."""
    server = DrillServer(recording, answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
