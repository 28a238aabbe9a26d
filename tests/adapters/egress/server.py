"""A web server that answers as it is told, down to the bytes on the wire."""

import gzip
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    rbufsize = 0

    def do_GET(self) -> None:
        world: World = self.server.world
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        world.got.append(Got(self.command, self.path, headers, body, self.client_address))
        acts = world.acts[self.path.partition("?")[0]]
        (acts.pop(0) if len(acts) > 1 else acts[0])(self)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_):
        pass


@dataclass
class Got:
    method: str
    path: str
    headers: dict
    body: bytes
    peer: tuple


@dataclass
class World:
    """``acts``: what is done for a path, one after the other; the last again and again."""

    acts: dict[str, list[Act]] = field(default_factory=dict)
    got: list[Got] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving() -> Iterator[World]:
    world = World()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.world, world.port = True, world, server.server_port
        server.handle_error = lambda *_: None  # a client that hangs up is what we are here for
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield world
        finally:
            server.shutdown()
            thread.join()


def says(body: bytes = b"hello", status: int = 200, **headers: str) -> Act:
    def act(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return act


def zipped(body: bytes, *, keep: int | None = None) -> Act:
    return says(gzip.compress(body)[:keep], content_encoding="gzip")


def raw(data: bytes, *, reset: bool = False) -> Act:
    """These bytes, then the connection ends: politely, or with a reset."""

    def act(handler: Handler) -> None:
        handler.wfile.write(data)
        handler.close_connection = True
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()

    return act


def dripping(stop: threading.Event, head: bytes) -> Act:
    """One byte now and then, for ever."""

    def act(handler: Handler) -> None:
        handler.wfile.write(head)
        while not stop.wait(0.05):
            handler.wfile.write(b"x")

    return act
