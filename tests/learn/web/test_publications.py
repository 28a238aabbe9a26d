"""What learners see as a course comes, changes and goes, over HTTP."""

import json
from html import unescape

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.kernel.webhooks import sign
from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests import installation, waiting_jobs
from tests.learn import published_site as site

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

COURSE = f"/catalogue/courses/{site.SITE}/"


def tell(event: dict[str, object], *, message_id: str = "m1", **headers: str) -> int:
    """Send a signed event, as studio does; the status of the answer."""
    body = json.dumps(event).encode()
    signed = sign(message_id=message_id, at=clock.now(), body=body, keys=services().webhook_keys) | headers
    return Client().post("/webhooks/studio/", body, content_type="application/json", headers=signed).status_code


def publish() -> None:
    """Publish the course, and do all that follows."""
    site.put_release(services().objects, "releases/t101/1")
    site.put_media(services().objects, "media/t101")
    assert tell(site.published(1, release="releases/t101/1")) == 202
    waiting_jobs.work_off()


@pytest.fixture
def published() -> LearningResource:
    publish()
    return LearningResource.objects.get()


def page(address: str, *, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


def test_a_webhook_makes_a_course_findable(published: LearningResource) -> None:
    assert "Life in Tidal Pools" in page("/")
    assert COURSE in page("/search/?q=limpets")


def test_a_webhook_is_accepted_once_and_answers_a_repetition_kindly(published: LearningResource) -> None:
    assert tell(site.published(1, release="releases/t101/1")) == 200
    assert waiting_jobs.waiting() == []


def test_a_webhook_must_be_signed() -> None:
    event = site.published(1, release="releases/t101/1")
    assert tell(event, **{"webhook-signature": "v1,AAAA"}) == 401
    assert tell(event, **{"webhook-timestamp": "1"}) == 401
    assert Client().post("/webhooks/studio/", event, content_type="application/json").status_code == 401
    assert waiting_jobs.waiting() == []


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": "site.published"},
        site.published(1, release="../../etc"),
        site.published(1, release=""),
        site.published(-1, release="releases/x"),
        site.published(1, release="releases/x", site="a b"),
        site.published("1", release="releases/x"),  # type: ignore[arg-type]
    ],
)
def test_a_signed_message_that_is_no_event_is_refused(event: dict[str, object]) -> None:
    assert tell(event) == 400


def test_a_webhook_is_only_posted() -> None:
    assert Client().get("/webhooks/studio/").status_code == 405


def test_without_any_course_the_pages_say_so() -> None:
    assert "No course has been published yet" in page("/")
    assert "No course has been published yet" in page("/search/")
    assert Client().get("/search/suggest?q=ti").json() == {"suggestions": []}


def test_a_withdrawn_course_answers_gone(published: LearningResource) -> None:
    assert tell(site.unpublished(1), message_id="m2") == 202
    waiting_jobs.work_off()
    assert "withdrawn" in page(COURSE, status=410)
    assert COURSE not in page("/search/?q=limpets")
    assert COURSE not in page("/")
    page("/sitemaps/courses-1.xml", status=404)


def test_a_lost_index_is_rebuilt_and_the_page_says_so(published: LearningResource) -> None:
    services().search.rebuild([])
    (installation.DATA / "search" / "live").unlink()
    assert "Search is being prepared" in page("/search/?q=limpets", status=503)
    assert waiting_jobs.work_off()[0] == "learn.rebuild_search"
    assert COURSE in page("/search/?q=limpets")
