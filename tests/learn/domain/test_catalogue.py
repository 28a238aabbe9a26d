"""The catalogue follows what studio publishes, writes only what differs, and search follows the catalogue."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learnstead.kernel import clock
from learnstead.learn.domain import catalogue, facets, indexing, messages, ocw_site, site_events
from learnstead.learn.jobs import ingest_site
from learnstead.learn.models import AppliedRelease, ContentFile, LearningResource, Topic
from learnstead.ports.objects import ObjectStore
from learnstead.ports.search import Query
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn import published_site as site

pytestmark = pytest.mark.django_db


@pytest.fixture
def objects() -> ObjectStore:
    site.put_media(services().objects, "media/t101")
    return services().objects


def apply(objects: ObjectStore, number: int, *, name: str = site.SITE, **changed: Any) -> AppliedRelease | None:
    release = f"releases/{name}/{number}"
    objects.delete(release)
    site.put_release(objects, release, **changed)
    event = site_events.event_of(site.published(number, release=release, site=name))
    assert event is not None
    records = ocw_site.read_site(objects=objects, release=release, media=event.media, site=name)
    return catalogue.apply_release(
        event=event, records=records, message_id=f"m{number}", at=clock.now(), queue=services().queue
    )


def withdraw(number: int, *, name: str = site.SITE) -> AppliedRelease | None:
    event = site_events.event_of(site.unpublished(number, site=name))
    assert event is not None
    return catalogue.withdraw(event=event, message_id=f"u{number}", at=clock.now(), queue=services().queue)


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
    assert (applied.build, applied.release) == ("build-4", f"releases/{site.SITE}/4")
    assert (applied.added, applied.changed, applied.removed) == (8, 0, 0)
    assert applied.payload_sha256 == LearningResource.objects.get().payload_sha256


def test_the_same_site_again_writes_no_record_and_asks_for_no_indexing(objects: ObjectStore) -> None:
    apply(objects, 1)
    waiting_jobs.work_off()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = apply(objects, 2)
    assert again is not None
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(written) == 1
    assert "learn_appliedrelease" in written[0]
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
    assert applied is not None
    assert applied.problems == [{"key": "pages/syllabus", "reason": "it has no title"}]
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


def test_a_message_is_accepted_once() -> None:
    event = site.published(1, release="releases/x/1")
    arguments = {"message_id": "m1", "body": event, "at": clock.now(), "queue": services().queue}
    assert messages.accept(**arguments)
    assert not messages.accept(**arguments)
    assert [name for name, _ in waiting_jobs.waiting()] == ["learn.ingest_site"]


def test_events_that_do_not_concern_the_catalogue_are_accepted_and_dropped() -> None:
    draft = site.published(1, release="releases/x/1", version="draft")
    for number, event in enumerate([draft, {"type": "site.renamed", "data": {}}]):
        assert messages.accept(message_id=f"m{number}", body=event, at=clock.now(), queue=services().queue)
    assert waiting_jobs.waiting() == []


def test_a_site_that_is_not_a_course_is_left_out_of_the_catalogue() -> None:
    event = site.published(1, release="releases/www/1", site="www")
    event["data"]["theme"] = "www"
    ingest_site(message_id="m1", event=event)
    assert not LearningResource.objects.exists()
