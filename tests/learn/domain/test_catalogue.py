"""The catalogue follows what studio publishes, writes only what differs, and search follows the catalogue."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learnstead.data.ocw import site_events
from learnstead.data.snapshot import raw_key
from learnstead.flows import gather_site
from learnstead.learn.domain import facets, indexing
from learnstead.learn.models import AppliedRelease, CatalogueRecord, ContentFile, LearningResource, Topic
from learnstead.ports.objects import ObjectStore
from learnstead.ports.search import Query
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn import published_site as site

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def objects() -> ObjectStore:
    site.put_media(services().objects, "media/t101")
    return services().objects


def gather(body: dict[str, Any]) -> AppliedRelease | None:
    """What studio said, all the way into the catalogue; the release that was applied, if one was. No index yet."""
    before = set(AppliedRelease.objects.values_list("pk", flat=True))
    event = site_events.event_of(body)
    assert event is not None
    gather_site.gather(event, services=services())
    waiting_jobs.work_off(only="flows.announce_release")
    waiting_jobs.work_off(only="learn.apply_source_release")
    return AppliedRelease.objects.exclude(pk__in=before).first()


def apply(objects: ObjectStore, number: int, *, name: str = site.SITE, **changed: Any) -> AppliedRelease | None:
    release = f"releases/{name}/{number}"
    objects.delete(release)
    site.put_release(objects, release, **changed)
    return gather(site.published(number, release=release, site=name))


def withdraw(number: int, *, name: str = site.SITE) -> AppliedRelease | None:
    return gather(site.unpublished(number, site=name))


def found(text: str) -> list[str]:
    waiting_jobs.work_off()
    return [str(hit.stored["url"]) for hit in services().search.search(Query(text=text, facets=facets.NAMES)).hits]


def test_a_published_site_becomes_a_course_with_run_pages_and_files(objects: ObjectStore) -> None:
    apply(objects, 1)
    course = LearningResource.objects.get()
    assert (course.readable_id, course.url) == ("T.101+fall_2024", f"/courses/{site.SITE}/")
    run = course.runs.get()
    assert (run.term, run.instructors) == (
        "Fall 2024",
        ["Marina Ochoa", "Dr. Jonas Lindqvist"],
    )
    assert sorted(course.topics.values_list("path", flat=True)) == [
        "Science / Biology / Marine Biology",
        "Science / Ecology",
    ]
    assert Topic.objects.get(name="Marine Biology").slug == "science/biology/marine-biology"
    assert run.content_files.get(key="pages/syllabus").url == f"/courses/{site.SITE}/pages/syllabus/"


def test_where_records_came_from_is_kept(objects: ObjectStore) -> None:
    applied = apply(objects, 4)
    assert applied is not None
    assert (applied.source, applied.scopes) == ("ocw", [site.SITE])
    assert (applied.added, applied.changed, applied.removed) == (8, 0, 0)
    record = CatalogueRecord.objects.get(kind="learning_resource")
    assert record.digest == LearningResource.objects.get().payload_sha256
    run = services().ledger.run(record.run)
    assert (run.source, run.trigger, run.release) == ("ocw", "webhook", applied.release)
    payload = objects.get(raw_key(record.payload))
    assert b"Life in Tidal Pools" in payload


def test_the_same_site_again_writes_no_record_and_asks_for_no_indexing(objects: ObjectStore) -> None:
    apply(objects, 1)
    waiting_jobs.work_off()
    with CaptureQueriesContext(connection) as queries:
        again = apply(objects, 2)
    assert again is None
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "learn_" in sql] == []
    assert waiting_jobs.waiting() == []


def test_only_what_differs_is_written(objects: ObjectStore) -> None:
    apply(objects, 1)
    before = dict(ContentFile.objects.values_list("key", "pk"))
    edited = {"title": "Syllabus", "content": "<p>We meet at high water.</p>"}
    applied = apply(objects, 2, pages__syllabus=edited, resources__notes=None, pages__extra={"title": "Extra"})
    assert applied is not None
    assert (applied.added, applied.changed, applied.removed) == (1, 1, 1)
    after = dict(ContentFile.objects.values_list("key", "pk"))
    assert after["pages/syllabus"] == before["pages/syllabus"]
    assert "resources/notes" not in after


def test_a_page_that_cannot_be_read_is_not_taken_for_gone(objects: ObjectStore) -> None:
    apply(objects, 1)
    applied = apply(objects, 2, pages__syllabus={"content": "no title"})
    assert applied is None
    (run, _) = services().ledger.runs("ocw")
    assert [scope.quarantined for scope in run.scopes] == [1]
    assert "low water" in ContentFile.objects.get(key="pages/syllabus").content


def test_a_release_that_comes_late_is_ignored(objects: ObjectStore) -> None:
    apply(objects, 7, course={**site.COURSE, "course_title": "Newer"})
    assert apply(objects, 6) is None
    assert apply(objects, 7) is None
    assert LearningResource.objects.get().title == "Newer"


def test_a_withdrawn_site_is_gone_everywhere_and_can_come_back(objects: ObjectStore) -> None:
    apply(objects, 1)
    assert found("tidal pools")
    withdraw(1)
    assert found("tidal pools") == []
    assert found("") == []
    assert not LearningResource.objects.get().published
    assert apply(objects, 1) is None
    apply(objects, 2)
    assert found("tidal pools") == [f"/catalogue/courses/{site.SITE}/"]


@pytest.mark.parametrize(
    "text",
    [
        "life in tidal pools",
        "T.101",
        "BIO.7",
        "Ochoa",
        "marine biology",
        "home scar fits its shell",
        "kelp forest",
        "periwinkles",
    ],
)
def test_a_course_is_found_by_title_number_people_topics_and_what_is_inside(objects: ObjectStore, text: str) -> None:
    apply(objects, 1)
    assert found(text) == [f"/catalogue/courses/{site.SITE}/"]


def test_copies_of_a_course_stay_apart(objects: ObjectStore) -> None:
    apply(objects, 1)
    apply(objects, 1, name="a-copy")
    assert sorted(LearningResource.objects.values_list("readable_id", flat=True)) == [
        "T.101+fall_2024",
        "T.101+fall_2024@a-copy",
    ]
    withdraw(2, name="a-copy")
    assert found("tidal pools") == [f"/catalogue/courses/{site.SITE}/"]


def test_a_lost_index_is_rebuilt_from_the_database(objects: ObjectStore) -> None:
    apply(objects, 1)
    apply(objects, 1, name="a-copy")
    waiting_jobs.work_off()
    assert indexing.rebuild(index=services().search) == 2
    assert len(found("limpet")) == 2
