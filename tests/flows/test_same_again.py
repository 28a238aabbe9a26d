"""The second run of every source, on our own samples: nothing new came, so nothing is done."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learnstead.adapters.egress.waiting import Time
from learnstead.config.feeds.routes import every_source
from learnstead.config.feeds.server import serving
from learnstead.config.outside import ConfiguredOutside
from learnstead.config.sources import in_order
from learnstead.data import registry
from learnstead.flows.ingest_source import ingest
from learnstead.learn.domain import releases
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from tests.waiting_jobs import forget, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GOOD = {Outcome.RELEASED, Outcome.UNCHANGED}


class Counted:
    """A text extractor that counts what it is asked to read."""

    def __init__(self, extractor, outside):
        self.extractor, self.name, self.outside = extractor, extractor.name, outside

    def extract(self, content, *, file_name, media_type=""):
        self.outside.read += 1
        return self.extractor.extract(content, file_name=file_name, media_type=media_type)


class HurriedDemo(ConfiguredOutside):
    """The demo, with a client that does not wait between attempts."""

    read = 0

    def texts(self, **how):
        return Counted(super().texts(**how), self)


@pytest.fixture(scope="module")
def world():
    with serving() as found:
        yield found


@pytest.fixture
def given(world, tmp_path):
    outside = HurriedDemo(scratch=tmp_path, env={}, time=Time(sleep=lambda _seconds: None), feeds=world.url)
    yield replace(services(), outside=outside)
    outside.extractors.close()


def run(source, given):
    done = ingest(source=source, services=given)
    if done.release:
        releases.apply_release(
            source=source, release=done.release, objects=given.objects, queue=given.queue, at=done.started
        )
    return done


def with_what_it_reads(source):
    return in_order([*registry.named(source).after, source])


def test_every_source_has_samples():
    assert {folder.name for folder in every_source()} == set(registry.every())


@pytest.mark.parametrize("source", registry.every())
def test_nothing_new_writes_nothing_indexes_nothing_and_reads_no_document(source, given):
    for name in with_what_it_reads(source):
        first = run(name, given)
        assert (name, first.outcome, [scope.reason for scope in first.scopes if scope.reason]) == (
            name,
            Outcome.RELEASED,
            [],
        )
    read = given.outside.read
    forget()

    with CaptureQueriesContext(connection) as said:
        again = run(source, given)

    writes = [one["sql"] for one in said if one["sql"].startswith(("INSERT", "UPDATE", "DELETE", "COPY"))]
    assert (again.outcome, again.release) == (Outcome.UNCHANGED, "")
    assert [sql for sql in writes if '"learn_' in sql or "learn_" in sql.split()[1:3]] == []
    assert waiting() == []
    assert given.outside.read == read
