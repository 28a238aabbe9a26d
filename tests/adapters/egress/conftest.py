"""A server, and a client whose time is ours."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.egress.waiting import Time
from learnstead.ports.egress import Request
from tests.adapters.egress.server import serving

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    """Passes only when somebody sleeps."""

    slept: list[float] = field(default_factory=list)

    def time(self) -> Time:
        return Time(
            sleep=self.slept.append,
            monotonic=lambda: sum(self.slept),
            now=lambda: NOON + timedelta(seconds=sum(self.slept)),
            chance=lambda: 1.0,
        )


@pytest.fixture
def world():
    with serving() as world:
        yield world


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def stop():
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def client(tmp_path, clock):
    """Makes clients for which names are what ``names`` says, and 127.0.0.1 is our own."""
    made = []

    def make(**options):
        options = {"internal": ["127.0.0.1", "a.test", "b.test"], "resolve": lambda *_: ["127.0.0.1"]} | options
        made.append(HttpEgress(scratch=tmp_path / "scratch", time=clock.time(), **options))
        return made[-1]

    yield make
    for egress in made:
        egress.close()


@pytest.fixture
def send(client):
    egress = client()
    return lambda url, **options: egress.send(Request(url=url, **options))
