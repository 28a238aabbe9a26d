"""A server that speaks Tika's protocol and reads what a test needs: text, HTML, XML, and a PDF's plain strings."""

import json
import re
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class FakeTika:
    """``asked`` are the headers of every request; ``answers`` are sent first, in order, in place of the truth."""

    def __init__(self, url):
        self.url, self.asked, self.answers = url, [], []


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.inside, self.text, self.title, self.author = [], [], "", ""

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "meta" and said.get("name") == "author":
            self.author = said["content"]
        elif tag not in ("meta", "br", "img"):
            self.inside.append(tag)

    def handle_endtag(self, tag):
        self.inside.remove(tag)
        self.text.append("\n")

    def handle_data(self, data):
        if "title" in self.inside:
            self.title = data
        elif not {"script", "style"} & set(self.inside):
            self.text.append(data)


def _parts(body, kind):
    if kind == "application/pdf":
        if b"%%EOF" not in body:
            raise ValueError(kind)
        return {"X-TIKA:content": "\n\n".join(re.findall(r"\((.*?)\)", body.decode("latin-1")))}
    if kind not in ("text/html", "text/xml"):
        return {"X-TIKA:content": "\n\n" + body.decode() + "\n"}
    words = _Words()
    words.feed(body.decode())
    return {"X-TIKA:content": "".join(words.text), "dc:title": words.title, "dc:creator": [words.author]}


@contextmanager
def fake_tika(base="/tika"):
    """A FakeTika at a path of a server of its own."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_PUT(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            tika.asked.append({name.lower(): value for name, value in self.headers.items()})
            status, answer = 404, b""
            if tika.answers:
                status, answer = tika.answers.pop(0)
            elif self.path == f"{base}/rmeta/text":
                try:
                    status, answer = 200, json.dumps([_parts(body, self.headers["content-type"])]).encode()
                except ValueError:
                    status = 422
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tika = FakeTika(f"http://127.0.0.1:{server.server_address[1]}{base}")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield tika
    finally:
        server.shutdown()
        server.server_close()
