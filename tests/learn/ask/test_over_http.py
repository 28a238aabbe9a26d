"""The stream as the web server sends it, through real sockets: it beats while it waits, and no reader keeps a place."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest
from django.db import connection

from learnstead.learn.models import LearningResource, Turn
from learnstead.learn.web.ask import slots
from tests import installation
from tests.adapters.language_model.fake_provider import FakeProvider, provider
from tests.learn.ask import material

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BEAT = b": still at work"
PATIENCE = 120.0  # a server may start on a machine that has other things to do
QUESTION = "What is a swale?"
SAYS = [f"A swale is a shallow ditch with grass [{n % 3 + 1}]. " for n in range(40)]


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeProvider]:
    with provider() as one:
        yield one


@pytest.fixture(scope="module")
def port(fake: FakeProvider, django_db_setup: None, django_db_blocker: object) -> Iterator[int]:
    """The product's own web server on the tests' database; a free port is found by taking one."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        free = int(taken.getsockname()[1])
    settings = {
        **installation.environment(),
        "DATABASE_URL": _address_of_the_database(),
        "LEARNSTEAD_ASK_URL": fake.url,
        "LEARNSTEAD_ASK_MODELS": "small",
        "LEARNSTEAD_ASK_BEAT_SECONDS": "0.1",
        "DJANGO_SETTINGS_MODULE": "learnstead.config.settings",
    }
    how = ["--interface", "wsgi", "--port", str(free), "--blocking-threads", str(slots.MOST + 4)]
    how += ["--workers-kill-timeout", "1"]
    command = [sys.executable, "-m", "granian", *how, "learnstead.config.wsgi:application"]
    with subprocess.Popen(command, env={**os.environ, **settings}, stderr=subprocess.DEVNULL) as server:
        try:
            _patiently(lambda: _is_up(free))
            yield free
        finally:
            server.terminate()


@pytest.fixture
def course() -> LearningResource:
    return material.demo_courses("ENV.210")["ENV.210"]


def test_a_stream_beats_while_the_model_thinks_and_a_reader_who_leaves_gives_their_place_back(
    port: int, fake: FakeProvider, course: LearningResource
) -> None:
    fake.hangs, fake.says = True, SAYS[:1]
    with ExitStack() as readers:
        streams = [readers.enter_context(asked(port, course)) for _ in range(slots.MOST_OF_ONE)]
        for stream in streams:
            heard = read_until(stream, BEAT, times=2)
            assert heard.startswith(b"HTTP/1.1 200")
            assert b"event: retrieved" in heard
        with asked(port, course) as refused:
            assert read_until(refused, b"\r\n").startswith(b"HTTP/1.1 429")
        streams[0].close()
        assert fake.left.wait(PATIENCE)
        _patiently(lambda: _is_answered(port, course))
    _patiently(lambda: not Turn.objects.filter(status=Turn.Status.RUNNING).exists())
    assert set(Turn.objects.values_list("status", flat=True)) == {Turn.Status.STOPPED}


def test_readers_who_never_read_keep_no_place_beyond_the_end_of_their_answer(
    port: int, fake: FakeProvider, course: LearningResource
) -> None:
    fake.hangs, fake.says = False, SAYS
    with ExitStack() as readers:
        for _ in range(slots.MOST_OF_ONE):
            readers.enter_context(asked(port, course, buffer=1))
        _patiently(lambda: Turn.objects.filter(status=Turn.Status.ANSWERED).count() == slots.MOST_OF_ONE)
        _patiently(lambda: _is_answered(port, course))


def asked(port: int, course: LearningResource, *, buffer: int = 0) -> socket.socket:
    """A socket on which a question was sent, and nothing was read; with ``buffer`` it takes in next to nothing."""
    page = httpx.get(f"http://127.0.0.1:{port}/ask/")
    key = page.cookies["csrftoken"]
    body = json.dumps({"question": QUESTION, "bot": "course", "about": course.slug}).encode()
    head = (
        f"POST /ask/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Cookie: csrftoken={key}\r\nX-CSRFToken: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    reader = socket.socket()
    if buffer:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    reader.settimeout(PATIENCE)
    reader.connect(("127.0.0.1", port))
    reader.sendall(head.encode() + body)
    return reader


def read_until(reader: socket.socket, words: bytes, *, times: int = 1) -> bytes:
    """What is read until ``words`` came so many times."""
    heard = b""
    while heard.count(words) < times:
        more = reader.recv(65536)
        assert more, heard
        heard += more
    return heard


def _is_answered(port: int, course: LearningResource) -> bool:
    with asked(port, course) as reader:
        return read_until(reader, b"\r\n").startswith(b"HTTP/1.1 200")


def _is_up(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").is_success
    except httpx.TransportError:
        return False


def _patiently(is_so: Callable[[], bool]) -> None:
    """Come back as soon as it is so; fail when it has not been for long."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _address_of_the_database() -> str:
    """That of the tests, which Django made beside the one in the environment."""
    parts = urlsplit(installation.environment()["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
