"""A site that was published here becomes a release of the source ``ocw``, and its withdrawal the end of its scope."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.config.outside import ConfiguredOutside
from learnstead.data.ocw import site_events
from learnstead.flows import gather_site, ingest_source
from learnstead.flows.ingest_source import Order
from learnstead.flows.publish_site import publish_waiting_builds
from learnstead.kernel import clock
from learnstead.kernel.contracts import releases
from learnstead.kernel.contracts.releases import Manifest
from learnstead.learn.models import ContentFile, LearningResource
from learnstead.ports.ledger import Outcome, RunRecord
from learnstead.ports.services import services
from learnstead.ports.text_extraction import ExtractedText, ExtractorAway, TextExtractor
from learnstead.studio.domain.publishing.requests import request_build
from tests import installation, waiting_jobs
from tests.course_sites import make_site
from tests.learn import published_site as site

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _an_empty_store():
    yield
    for name in ("search", "objects"):
        shutil.rmtree(installation.DATA / name, ignore_errors=True)


def gather(body: dict[str, Any]) -> RunRecord | None:
    event = site_events.event_of(body)
    assert event is not None
    return gather_site.gather(event, services=services())


def publish(number: int, **changed: Any) -> RunRecord | None:
    site.put_release(services().objects, f"releases/t101/{number}", **changed)
    site.put_media(services().objects, "media/t101")
    return gather(site.published(number, release=f"releases/t101/{number}"))


def made(run: RunRecord | None) -> Manifest:
    assert run is not None
    return releases.decode_manifest(services().objects.get(releases.manifest_key("ocw", run.release)))


def test_a_published_site_becomes_a_release_that_learn_is_told_of() -> None:
    run = publish(1)
    (scope,) = made(run).scopes
    assert (scope.scope, scope.records) == (site.SITE, 8)
    assert [name for name, _ in waiting_jobs.waiting()] == ["flows.announce_release"]


def test_the_same_build_and_the_same_content_make_no_release() -> None:
    publish(2)
    waiting_jobs.forget()
    again, rolled_back = publish(2), publish(3)
    assert again is not None
    assert rolled_back is not None
    assert (again.outcome, rolled_back.outcome) == (Outcome.UNCHANGED, Outcome.UNCHANGED)
    assert waiting_jobs.waiting() == []


def test_what_the_author_removed_is_gone_at_once_however_much_it_is() -> None:
    publish(1)
    nothing = dict.fromkeys([key.replace("/", "__") for key in (*site.PAGES, *site.RESOURCES)])
    (scope,) = made(publish(2, **nothing)).scopes
    assert scope.records == 1


def test_a_page_that_cannot_be_read_keeps_what_was_read_before() -> None:
    publish(1)
    (scope,) = made(publish(2, pages__syllabus={"content": "no title"}, resources__notes=None)).scopes
    assert scope.records == 7


def test_a_site_without_its_course_stays_as_it_was() -> None:
    publish(1)
    run = publish(2, course=None)
    assert run is not None
    assert run.outcome == Outcome.FAILED
    assert "data.json" in run.scopes[0].reason


def test_a_withdrawn_site_is_the_end_of_its_scope_and_can_come_back() -> None:
    publish(1)
    (gone,) = made(gather(site.unpublished(1))).scopes
    assert gone.gone
    (back,) = made(publish(2)).scopes
    assert back.records == 8


def test_an_event_that_comes_late_changes_nothing() -> None:
    publish(7)
    assert publish(6) is None
    assert gather(site.unpublished(6)) is None


def test_a_site_that_is_not_a_course_is_not_asked_for() -> None:
    event = site_events.event_of(site.published(1, release="releases/www/1", site="www", theme="www"))
    assert event is not None
    gather_site.request(event, services=services())
    assert waiting_jobs.waiting() == []


def test_samples_of_the_demo_and_sites_that_were_made_here_live_side_by_side(tmp_path: Path) -> None:
    samples = FolderStore(tmp_path / "samples")
    site.put_release(samples, "courses/sample", course={**site.COURSE, "site_uid": "another", "term": "Spring"})
    shown = Order(demo=True, folder=str(tmp_path / "samples"))

    publish(1)
    ingest_source.ingest(source="ocw", services=services(), order=shown)
    publish(2, pages__syllabus={"title": "Syllabus", "content": "Anew."})
    again = ingest_source.ingest(source="ocw", services=services(), order=shown)

    states = {state.scope: state.demo for state in services().ledger.scopes("ocw") if state.release}
    assert states == {site.SITE: False, "courses/sample": True}
    assert again.outcome == Outcome.UNCHANGED
    waiting_jobs.work_off()
    shown_now = LearningResource.objects.filter(published=True, resource_type="course")
    assert set(shown_now.values_list("platform", "is_demo")) == {("learnstead", False), ("ocw", True)}


@pytest.mark.django_db(transaction=True)
def test_a_live_site_that_the_data_platform_does_not_have_is_asked_for_again() -> None:
    published_by_studio = make_site()
    request_build(site=published_by_studio, version="live", by=None, at=clock.now(), queue=services().queue)
    publish_waiting_builds(site=str(published_by_studio.pk), services=services())
    waiting_jobs.forget()  # nobody was told

    gather_site.look_again(services=services())
    assert waiting_jobs.work_off() == [
        "flows.gather_site",
        "flows.announce_release",
        "learn.apply_source_release",
        "learn.index",
        "learn.encode_what_changed",
        "learn.rebuild_vectors",
    ]
    assert LearningResource.objects.get(site=published_by_studio.name).published
    gather_site.look_again(services=services())
    assert waiting_jobs.waiting() == []


class NoAnswer:
    """An extractor whose server is away."""

    name = "away"

    def extract(self, _content: bytes, *, file_name: str, media_type: str = "") -> ExtractedText:
        raise ExtractorAway(f"no answer about {file_name} ({media_type})")


class Plain:
    """An extractor of plain text."""

    name = "plain"

    def extract(self, content: bytes, *, file_name: str, media_type: str = "") -> ExtractedText:
        return ExtractedText(text=content.decode(), title=f"{file_name}{media_type}")


class With(ConfiguredOutside):
    """The world as it is, with an extractor of the test's."""

    def __init__(self, extractor: TextExtractor) -> None:
        super().__init__(scratch=services().scratch, env={})
        self._extractor = extractor

    def texts(self, *, replay: str) -> TextExtractor:
        return self._extractor if not replay else super().texts(replay=replay)


def test_what_was_not_read_because_the_extractor_was_away_is_read_the_next_time() -> None:
    services().objects.put("media/t101/aa_notes.pdf", b"Zones are narrow.")
    site.put_release(services().objects, "releases/t101/1")
    event = site_events.event_of(site.published(1, release="releases/t101/1"))
    assert event is not None
    for extractor in (NoAnswer(), Plain()):
        gather_site.gather(event, services=replace(services(), outside=With(extractor)))
    waiting_jobs.work_off()
    assert ContentFile.objects.get(key="resources/notes").content == "Zones are narrow."


def test_a_document_of_the_bucket_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    bucket = FolderStore(tmp_path / "bucket")
    site.put_release(bucket, "courses/a")
    bucket.put("courses/a/aa_notes.pdf", b"Zones are narrow.")
    order = Order(folder=str(tmp_path / "bucket"))
    given = replace(services(), outside=With(Plain()))
    ingest_source.ingest(source="ocw", services=given, order=order)

    bucket.put("courses/a/pages/syllabus/data.json", b'{"title": "Syllabus", "content": "Anew."}')
    document = tmp_path / "bucket" / "courses" / "a" / "aa_notes.pdf"
    before = document.stat()
    document.write_bytes(b"17 other bytes...")
    os.utime(document, ns=(before.st_atime_ns, before.st_mtime_ns))  # the listing says that it is the same
    again = ingest_source.ingest(source="ocw", services=given, order=order)

    assert [(scope.added, scope.changed, scope.removed) for scope in again.scopes] == [(0, 1, 0)]
