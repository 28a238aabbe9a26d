"""What learners see of the releases of data sources."""

import json
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.kernel.contracts import Child, PodcastEpisodeDetail, Price, Record, Run
from learnstead.kernel.contracts import LearningResource as LearningResourceRecord
from learnstead.kernel.webhooks import sign
from learnstead.learn.domain.releases import apply_release
from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.source_releases import course, lay_down

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def tell(event: dict[str, object], *, message_id: str = "m1", **headers: str) -> int:
    """Send a signed event, as the data platform does; the status of the answer."""
    body = json.dumps(event).encode()
    signed = sign(message_id=message_id, at=clock.now(), body=body, keys=services().webhook_keys) | headers
    return Client().post("/webhooks/data/", body, content_type="application/json", headers=signed).status_code


def made(release: str) -> dict[str, object]:
    return {"type": "release.made", "data": {"source": "library", "release": release}}


def test_a_webhook_brings_the_catalogue_to_a_release() -> None:
    event = made(lay_down(services().objects, 1, {"all": [course("tides", title="Tides and Currents")]}))
    assert tell(event) == 202
    assert tell(event) == 200
    waiting_jobs.work_off()
    page = LearningResource.objects.get().get_absolute_url()
    assert "Tides and Currents" in Client().get(page).content.decode()
    assert page in Client().get("/search/?q=currents").content.decode()


@pytest.mark.parametrize("event", [{}, {"type": "release.made"}, made("../../etc"), made("")])
def test_a_signed_message_that_names_no_release_is_refused(event: dict[str, object]) -> None:
    assert tell(event) == 400
    assert waiting_jobs.waiting() == []


def test_a_release_must_be_announced_with_a_signature() -> None:
    assert tell(made("r1"), **{"webhook-signature": "v1,AAAA"}) == 401


def shown(number: int, *records: Record) -> str:
    """The page of the first of these records, after they were released."""
    release = lay_down(services().objects, number, {"all": records})
    apply_release(source="library", release=release, objects=services().objects, queue=services().queue, at=clock.now())
    first = records[0]
    assert isinstance(first, LearningResourceRecord)
    found = LearningResource.objects.get(readable_id=first.readable_id)
    response = Client().get(found.get_absolute_url())
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_page_of_a_course_says_when_it_is_given_what_it_costs_and_where_we_know_that_from() -> None:
    soon = Run(
        run_id="tides+2",
        start_date=clock.now() + timedelta(days=10),
        instructors=["Marina Ochoa"],
        prices=[Price(amount="0"), Price(amount="99.00")],
        duration="6 weeks",
        availability="dated",
    )
    page = shown(1, course("tides", runs=[soon], certification=True, certification_type="completion"))
    for words in (
        "Go to the course",
        'href="https://library.example/tides"',
        "Free, certificate $99",
        "Certificate of completion",
        "Marina Ochoa",
        f"{soon.start_date:%-d %B %Y}",
        "6 weeks",
        "Best choice now",
        "Why do I see this?",
    ):
        assert words in page


@pytest.mark.parametrize("kind", ["program", "learning_path", "podcast", "video_playlist"])
def test_a_collection_lists_what_belongs_to_it_in_order(kind: str) -> None:
    def child(name: str, position: int) -> Child:
        return Child(resource_type="course", readable_id=name, relation="LEARNING_PATH_ITEMS", position=position)

    children = [child("dunes", 1), child("tides", 0), child("unheard-of", 2)]
    run = Run(run_id="seas+1")
    page = shown(1, course("seas", resource_type=kind, children=children, runs=[run]), course("tides"), course("dunes"))
    assert 0 < page.index("Course tides</a>") < page.index("Course dunes</a>")
    tides = LearningResource.objects.get(readable_id="tides")
    assert "Course seas" in Client().get(tides.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", ["podcast_episode", "video", "document"])
def test_every_other_kind_has_a_page(kind: str) -> None:
    page = shown(1, course("tides", resource_type=kind, runs=[], title="Tides <told>"))
    assert "Tides &lt;told&gt;" in page or "Tides <told>" in page
    assert 'href="https://library.example/tides"' in page


def test_a_recording_says_how_long_it_is_and_what_is_said() -> None:
    told = PodcastEpisodeDetail(duration="PT1H17M16S", transcript="The tide comes in.")
    page = shown(1, course("tides", resource_type="podcast_episode", runs=[], podcast_episode=told))
    assert "1 h 17 min" in page
    assert "The tide comes in." in page


def test_an_address_that_would_run_something_is_not_linked() -> None:
    assert "javascript:" not in shown(1, course("tides", url="javascript:alert(1)"))


def test_what_is_only_for_tutors_has_no_page() -> None:
    release = lay_down(services().objects, 1, {"all": [course("tides", test_mode=True)]})
    apply_release(source="library", release=release, objects=services().objects, queue=services().queue, at=clock.now())
    assert Client().get(LearningResource.objects.get().get_absolute_url()).status_code == 404
