"""A server that speaks OpenAI's embeddings protocol, well or not as a test wants."""

import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FakeProvider:
    """``asked`` are the requests as (headers, body); each of ``answers`` (status, headers, body) is sent first, once.

    A body of None in ``answers`` hangs until the test ends.
    """

    def __init__(self, url):
        self.url, self.asked, self.answers, self.ended = url, [], [], threading.Event()

    @property
    def inputs(self):
        return [body["input"] for _, body in self.asked]


def vector_of(text, dimensions=4):
    return [byte / 255 + 0.1 for byte in hashlib.sha256(text.encode()).digest()[:dimensions]]


def told(body):
    rows = [{"object": "embedding", "index": at, "embedding": vector_of(text)} for at, text in enumerate(body["input"])]
    return {"object": "list", "data": rows[::-1], "model": body["model"], "usage": {"total_tokens": 9}}


@contextmanager
def fake_provider():
    """A FakeProvider at /v1 of a server of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            provider.asked.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers, answer = provider.answers.pop(0) if provider.answers else (200, {}, json.dumps(told(body)))
            if answer is None:
                provider.ended.wait(30)
                self.close_connection = True
                return
            if self.path != "/v1/embeddings":
                status = 404
            content = answer.encode()
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        provider = FakeProvider(f"http://127.0.0.1:{server.server_port}/v1")
        try:
            yield provider
        finally:
            provider.ended.set()
            server.shutdown()
