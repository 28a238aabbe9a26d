"""What learners see, over HTTP."""

import json
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.kernel.webhooks import sign
from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn import published_site as site

pytestmark = pytest.mark.django_db

COURSE = f"/catalogue/courses/{site.SITE}/"


def tell(event: dict[str, object], *, message_id: str = "m1", **headers: str) -> int:
    """Send a signed event, as studio does; the status of the answer."""
    body = json.dumps(event).encode()
    signed = sign(message_id=message_id, at=clock.now(), body=body, keys=services().webhook_keys) | headers
    return Client().post("/webhooks/studio/", body, content_type="application/json", headers=signed).status_code


@pytest.fixture
def published() -> LearningResource:
    site.put_release(services().objects, "releases/t101/1")
    site.put_media(services().objects, "media/t101")
    assert tell(site.published(1, release="releases/t101/1")) == 202
    waiting_jobs.work_off()
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


def test_the_course_page_shows_what_is_known(published: LearningResource) -> None:
    text = page(COURSE)
    for words in ("T.101 / BIO.7 / T.101H", "Fall 2024", "Marina Ochoa", "Marine Biology", "why it stays", "Syllabus"):
        assert words in text
    assert f'href="/courses/{site.SITE}/"' in text
    assert text.index("Lecture 9: Limpets") < text.index("Lecture 10: Anemones")
    assert "A limpet<" not in text
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["@type"], data["courseCode"], data["name"]) == ("Course", "T.101", "Life in Tidal Pools")


def test_a_withdrawn_course_answers_gone(published: LearningResource) -> None:
    assert tell(site.unpublished(1), message_id="m2") == 202
    waiting_jobs.work_off()
    assert "withdrawn" in page(COURSE, status=410)
    assert COURSE not in page("/search/?q=limpets")
    assert COURSE not in page("/")
    page("/sitemaps/courses-1.xml", status=404)


def test_a_withdrawn_course_is_not_shown_even_before_the_index_knows(published: LearningResource) -> None:
    LearningResource.objects.update(published=False)
    assert COURSE not in page("/search/?q=limpets")


def test_search_shows_the_page_inside_and_marks_the_words(published: LearningResource) -> None:
    text = page("/search/?q=nematocysts")
    assert f'href="/courses/{site.SITE}/pages/lectures/lecture-10/"' in text
    assert "<mark>nematocysts</mark>" in text


def test_a_search_can_be_narrowed_by_its_address(published: LearningResource) -> None:
    text = page("/search/?topic=Biology&level=introductory&q=")
    assert COURSE in text
    assert 'href="?topic=Biology"' in text
    assert COURSE not in page("/search/?level=graduate")
    assert "Search without the filters" in page("/search/?level=graduate&q=limpets")


def test_a_course_can_be_searched_inside(published: LearningResource) -> None:
    text = page(f"/search/?site={site.SITE}&q=limpet")
    assert f'href="/courses/{site.SITE}/pages/lectures/lecture-9/"' in text
    assert "Lecture 10" not in text
    assert "Nothing in this course matches" in page(f"/search/?site={site.SITE}&q=zzqx")
    assert "7</strong> results" in page(f"/search/?site={site.SITE}")
    page("/search/?site=unknown&q=limpet", status=404)
    page("/search/?site=%00&q=limpet", status=404)


def test_a_misspelt_search_offers_the_right_word(published: LearningResource) -> None:
    assert "?q=barnacles" in page("/search/?q=barnacels")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00%ff",
        "page=0",
        "page=-3",
        "page=99999999999999999999",
        "page=٣",
        "page=400",
        "sortby=nonsense",
        "topic=%00",
        "topic=a&topic=b&topic=" + "c" * 3000,
        "q=" + "tide+" * 3000,
        "q=%22%22%22",
        "q=(((*:*",
        "q=title:x^9~2",
        "unknown=1",
    ],
)
def test_no_address_breaks_the_search(published: LearningResource, query: str) -> None:
    assert Client().get(f"/search/?{query}").status_code == 200
    assert Client().get(f"/search/suggest?{query}").status_code == 200


def test_what_was_typed_is_never_markup(published: LearningResource) -> None:
    response = Client().get("/search/", {"q": '<script>alert("1")</script>', "topic": "<img src=x>"})
    assert b"<script>alert" not in response.content
    assert b"<img src=x>" not in response.content


def test_a_lost_index_is_rebuilt_and_the_page_says_so(published: LearningResource) -> None:
    services().search.rebuild([])
    from tests import installation  # noqa: PLC0415 - only this test breaks the installation

    (installation.DATA / "search" / "live").unlink()
    assert "Search is being prepared" in page("/search/?q=limpets", status=503)
    assert waiting_jobs.work_off()[0] == "learn.rebuild_search"
    assert COURSE in page("/search/?q=limpets")


def test_suggestions_are_small_json(published: LearningResource) -> None:
    assert Client().get("/search/suggest?q=life+in+ti").json() == {
        "suggestions": [{"title": "T.101 Life in Tidal Pools", "url": COURSE}]
    }


def test_an_address_cut_short_leads_to_all_there_is_of_a_kind(published: LearningResource) -> None:
    assert Client().get("/catalogue/").headers["Location"] == "/search/"
    assert COURSE in page("/catalogue/courses/")
    assert "There are no videos" in page("/catalogue/videos/")
    page("/catalogue/cats/", status=404)


def test_topics_and_departments_can_be_browsed(published: LearningResource) -> None:
    assert "/catalogue/topics/science/biology/" in page("/catalogue/topics/")
    assert COURSE in page("/catalogue/topics/science/")
    assert COURSE in page("/catalogue/topics/science/biology/marine-biology/")
    page("/catalogue/topics/science/alchemy/", status=404)
    assert "/catalogue/departments/biology-bio/" in page("/catalogue/departments/")
    assert COURSE in page("/catalogue/departments/biology-bio/")


def test_search_engines_and_browsers_find_their_files(published: LearningResource) -> None:
    index = ET.fromstring(page("/sitemap.xml"))  # noqa: S314 - our own answer
    files = [node.text.removeprefix(services().url) for node in index.iter() if node.tag.endswith("loc")]
    addresses = [
        node.text
        for file in files
        for node in ET.fromstring(page(file)).iter()  # noqa: S314 - our own answer
        if node.tag.endswith("loc")
    ]
    assert f"{services().url}{COURSE}" in addresses
    assert f"{services().url}/courses/{site.SITE}/" in addresses
    for address in addresses:
        if not address.startswith(f"{services().url}/courses/"):
            page(address.removeprefix(services().url))
    assert f"Sitemap: {services().url}/sitemap.xml" in page("/robots.txt")
    assert "{searchTerms}" in page("/opensearch.xml")


def test_learner_pages_carry_nothing_inline(published: LearningResource) -> None:
    for address in ("/", "/search/?q=tide", COURSE, "/catalogue/topics/"):
        text = page(address)
        assert " style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert "onclick" not in text
