"""The sender against a real HTTP server."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from learnstead.adapters.webhooks.http import HttpWebhookSender
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal, Transient
from learnstead.kernel.webhooks import verify

pytestmark = pytest.mark.slow

KEYS = ("whsec_b25l", "whsec_dHdv")
EVENT = {"type": "site.published", "data": {"site": "clocks"}}


@dataclass
class Receiver:
    answer: int = 202
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.answer)
            self.end_headers()
            self.wfile.write(b"as asked")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        receiver.url = f"http://127.0.0.1:{server.server_port}/webhooks/studio/"
        yield receiver
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("key", KEYS)
def test_an_event_arrives_signed_with_every_live_key(receiver: Receiver, key: str) -> None:
    HttpWebhookSender(keys=KEYS).send(url=receiver.url, message_id="msg_1", event=EVENT)
    ((headers, body),) = receiver.got
    assert json.loads(body) == EVENT
    assert verify(headers=headers, body=body, keys=[key], at=clock.now()) == "msg_1"


@pytest.mark.parametrize("answer", [500, 503, 429, 408])
def test_a_busy_receiver_is_tried_again(receiver: Receiver, answer: int) -> None:
    receiver.answer = answer
    with pytest.raises(Transient, match=f"answered {answer} to 'site.published': as asked"):
        HttpWebhookSender(keys=KEYS).send(url=receiver.url, message_id="msg_1", event=EVENT)


@pytest.mark.parametrize("answer", [301, 400, 401, 404])
def test_a_refusal_needs_a_person(receiver: Receiver, answer: int) -> None:
    receiver.answer = answer
    with pytest.raises(Terminal, match=f"answered {answer}"):
        HttpWebhookSender(keys=KEYS).send(url=receiver.url, message_id="msg_1", event=EVENT)


def test_an_absent_receiver_is_tried_again() -> None:
    with pytest.raises(Transient, match="no answer from"):
        HttpWebhookSender(keys=KEYS).send(url="http://127.0.0.1:1/", message_id="msg_1", event=EVENT)


def test_an_address_that_is_none_needs_a_person() -> None:
    with pytest.raises(Terminal, match="not an address"):
        HttpWebhookSender(keys=KEYS).send(url="gopher:nowhere", message_id="msg_1", event=EVENT)
