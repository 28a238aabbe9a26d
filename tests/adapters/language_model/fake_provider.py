"""A server that speaks OpenAI's streaming protocol, says what it was told to, and remembers what it was asked."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 20.0


@dataclass
class FakeProvider:
    """``says`` is sent piece by piece; with ``hangs`` nothing follows, until the client goes away."""

    url: str = ""
    says: Sequence[str] = ("Tides come [1].",)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    usage: dict[str, int] | None = None
    raw: bytes = b""
    hangs: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    began: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)


@contextmanager
def provider() -> Iterator[FakeProvider]:
    """A provider on a free port."""
    fake = FakeProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"fake": fake}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield fake
    server.shutdown()
    server.server_close()
    thread.join()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeProvider

    def do_GET(self) -> None:
        self._note()
        self._answer(200, {"content-type": "text/plain"})

    def do_POST(self) -> None:
        fake = self.fake
        self._note()
        fake.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self._answer(fake.status, {"content-type": "text/event-stream", **fake.headers})
        if fake.status != 200:
            return
        if fake.raw:
            self.wfile.write(fake.raw)
            return
        for piece in fake.says:
            self._send({"choices": [{"index": 0, "delta": {"content": piece}}]})
        fake.began.set()
        if fake.hangs:
            self._wait_until_nobody_listens()
            return
        if fake.usage:
            self._send({"choices": [], "usage": fake.usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _note(self) -> None:
        self.fake.paths.append(self.path)
        self.fake.keys.append(self.headers.get("authorization", ""))

    def _answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("connection", "close")
        self.end_headers()

    def _send(self, event: dict[str, Any]) -> None:
        try:
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        except OSError:
            self.fake.left.set()

    def _wait_until_nobody_listens(self) -> None:
        self.connection.settimeout(PATIENCE)
        try:
            if self.connection.recv(1) == b"":
                self.fake.left.set()
        except OSError:
            self.fake.left.set()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Say nothing."""
