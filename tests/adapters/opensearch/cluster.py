"""An OpenSearch to test against: a real one when OPENSEARCH_URL names it, otherwise what a real one answered before.

With a real one and OPENSEARCH_RECORD=1 every exchange is written down, test by test. Played back, each request must be
the one that was recorded; what differs from run to run (names of indexes, times) is left out of the comparison.
"""

import gzip
import hashlib
import json
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

RECORDED = Path(__file__).with_name("recorded.json.gz")
RECORDED_FROM = "OpenSearch 2.19.1"
REAL = os.environ.get("OPENSEARCH_URL", "")
IS_RECORDING = bool(REAL and os.environ.get("OPENSEARCH_RECORD"))
# Names of indexes, version numbers, the time of day; and what a match is worth, which is tuned more often than asked.
_PASSING = (
    (re.compile(rb"-[0-9a-f]{12}-[0-9a-f]{12}"), b"-<generation>"),
    (re.compile(rb'"version":\s*\d+'), b'"version":0'),
    (re.compile(rb'"now":\s*[\d.]+'), b'"now":0'),
    (re.compile(rb'"(boost|tie_breaker)":\s*[-+.\deE]+'), rb'"\1":0'),
    (re.compile(rb'"best":\s*[-+.\deE]+'), b'"best":0'),  # a score of an answer before, by what matches are worth
)
GENERATION = re.compile(r"-[0-9a-f]{12}-[0-9a-f]{12}")


@dataclass
class Tape:
    """The exchanges of one test: a fingerprint of each request, the answer and the path that was asked.

    ``in_any_order``: of tests that share an index they only read; the last answer to a request is given again.
    ``names`` has the indexes of then and what they are called now.
    """

    exchanges: list[list[object]]
    in_any_order: bool = False
    place: int = 0
    given: Counter[str] = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def now(self, asked: str) -> list[object] | None:
        """The exchange that comes now, if it is this request that was made then."""
        if self.in_any_order:
            known = [exchange for exchange in self.exchanges if exchange[0] == asked]
            self.given[asked] += 1
            return known[min(self.given[asked], len(known)) - 1] if known else None
        if self.place >= len(self.exchanges) or self.exchanges[self.place][0] != asked:
            return None
        self.place += 1
        return self.exchanges[self.place - 1]

    def add(self, exchange: list[object]) -> None:
        """Write one down; in any order, an answer that only repeats the last one is not needed."""
        before = next((one for one in reversed(self.exchanges) if one[0] == exchange[0]), None)
        is_repeated = before is not None and before[1] == httpx.codes.OK and _lasting(before) == _lasting(exchange)
        if not (self.in_any_order and is_repeated):
            self.exchanges.append(exchange)


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What a request asks, without what passes."""
    for pattern, instead in _PASSING:
        body = pattern.sub(instead, body)
    return hashlib.sha256(f"{method} {GENERATION.sub('-<generation>', path)}\n".encode() + body).hexdigest()[:16]


def recorded() -> dict[str, list[list[object]]]:
    """Every tape, by the name of its test."""
    return json.loads(gzip.decompress(RECORDED.read_bytes())) if RECORDED.exists() else {}


def _lasting(exchange: list[object]) -> str:
    """An answer without how long it took."""
    return re.sub(r'"took":\d+', "", f"{exchange[1]} {exchange[2]}")


def keep(name: str, tape: Tape) -> None:
    """Write one tape beside the others."""
    tapes = {**recorded(), name: tape.exchanges}
    RECORDED.write_bytes(gzip.compress(json.dumps(tapes, sort_keys=True).encode(), mtime=0))


@contextmanager
def cluster(name: str, *, in_any_order: bool = False) -> Iterator[str]:
    """The address of an OpenSearch for the test of this name."""
    tape = Tape([] if REAL else recorded().get(name, []), in_any_order=in_any_order)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"tape": tape}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert not tape.unexpected, f"{tape.unexpected[0]}; record anew with OPENSEARCH_URL and OPENSEARCH_RECORD=1"
    if IS_RECORDING:
        keep(name, tape)


class _Handler(BaseHTTPRequestHandler):
    tape: Tape
    protocol_version = "HTTP/1.1"

    def log_message(self, *_words: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = fingerprint(self.command, self.path, body)
        with self.tape.turn:
            status, content = self._asked_for_real(asked, body) if REAL else self._played_back(asked)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _asked_for_real(self, asked: str, body: bytes) -> tuple[int, bytes]:
        kind = {"Content-Type": self.headers.get("Content-Type") or "application/json"}
        answer = httpx.request(self.command, REAL + self.path, content=body, headers=kind, timeout=60)
        self.tape.add([asked, answer.status_code, answer.text, self.path])
        return answer.status_code, answer.content

    def _played_back(self, asked: str) -> tuple[int, bytes]:
        exchange = self.tape.now(asked)
        if exchange is None:
            self.tape.unexpected.append(f"{self.command} {self.path} is not what was asked of {RECORDED_FROM}")
            return 500, b"{}"
        _, status, text, path = exchange
        then, now = GENERATION.search(str(path)), GENERATION.search(self.path)
        if then and now:
            self.tape.names[then.group()] = now.group()
        for before, today in self.tape.names.items():
            text = str(text).replace(before, today)
        return int(str(status)), str(text).encode()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - the names http.server calls
