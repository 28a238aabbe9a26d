"""What granian runs in the test of senders who fall silent: it says how much of a body came."""

import os

from learnstead.config.bodies import lending_bodies_to
from learnstead.config.silence import Watch


def counting(environ, start_response):
    size = sum(len(part) for part in iter(lambda: environ["wsgi.input"].read(1000), b""))
    os.write(1, f"{size}\n".encode())
    start_response("200 OK", [("Content-Length", "0")])
    return []


application = lending_bodies_to(counting, Watch(patience=1.0))
