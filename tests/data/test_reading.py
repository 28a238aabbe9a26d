"""A normaliser that stumbles: the scope it stumbled over fails, and the others are read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.data import registry
from learnstead.data.extraction import Extraction, Means
from learnstead.data.normalising import Given, each
from learnstead.data.reading import Unreadable, read
from learnstead.data.snapshot import Snapshot
from tests.data.guard.feed import course
from tests.data.running import PlainTexts

NOW = datetime(2026, 3, 2, tzinfo=UTC)
GIVEN = Given(now=NOW, settings={}, texts=PlainTexts(), latest=lambda _source: iter(()))


def kept(folder, **payloads):
    """A snapshot with one payload in each scope."""
    snapshot = Snapshot(FolderStore(folder / "objects"), source="feed", run="run-1")
    means = Means(egress=None, bucket=None, hosts=(), latest=GIVEN.latest, version_of=lambda _scope: "")
    run = Extraction(snapshot, means=means, now=NOW, settings={})

    def extract():
        for scope, content in payloads.items():
            with run.scope(scope):
                yield run.keep(content, label="courses", url=f"made:{scope}")

    run.finish(extract())
    return snapshot


def courses_in(snapshot, _given):
    for payload in snapshot.payloads("courses"):
        yield from each(payload.json()["courses"], course, payload=payload)


def source(normalise):
    return replace(registry.named("mit_climate"), name="feed", normalise=normalise)


def test_a_payload_that_breaks_the_normaliser_fails_its_own_scope(tmp_path):
    snapshot = kept(tmp_path, one=b'{"courses": [1]}', two=b"<html>", three=b"[]", four=b'{"courses": [4]}')

    with read(source(courses_in), snapshot, GIVEN, failed=(), scratch=tmp_path) as (staged, broken):
        assert sorted(staged.scopes) == ["four", "one"]
        assert sorted(broken) == ["three", "two"]
        assert "did not answer with JSON" in broken["two"]


def test_scopes_that_were_not_fetched_are_not_read(tmp_path):
    snapshot = kept(tmp_path, one=b'{"courses": [1]}', two=b'{"courses": [2]}')

    with read(source(courses_in), snapshot, GIVEN, failed=["two"], scratch=tmp_path) as (staged, broken):
        assert (sorted(staged.scopes), broken) == (["one"], {})


def test_a_normaliser_that_fails_without_a_payload_blames_no_scope(tmp_path):
    def confused(_snapshot, _given):
        raise ValueError("what is this?")
        yield

    snapshot = kept(tmp_path, one=b"{}")
    with (
        pytest.raises(Unreadable, match="what is this"),
        read(source(confused), snapshot, GIVEN, failed=(), scratch=tmp_path),
    ):
        pass
