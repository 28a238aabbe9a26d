"""What learners see of a published course, over HTTP."""

import json
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests.learn import published_site as site
from tests.learn.kept import kept
from tests.learn.web.test_publications import COURSE, page, publish

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept(django_db_blocker):
        publish()
        yield


@pytest.fixture
def _nothing_indexed_or_stored() -> None:
    """Takes the place of that of all of learn: here a module keeps its index."""


def test_the_course_page_shows_what_is_known() -> None:
    text = page(COURSE)
    for words in ("T.101 / BIO.7 / T.101H", "Fall 2024", "Marina Ochoa", "Marine Biology", "why it stays", "Syllabus"):
        assert words in text
    assert f'href="/courses/{site.SITE}/"' in text
    assert text.index("Lecture 9: Limpets") < text.index("Lecture 10: Anemones")
    assert "A limpet<" not in text
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["@type"], data["courseCode"], data["name"]) == ("Course", "T.101", "Life in Tidal Pools")


def test_a_withdrawn_course_is_not_shown_even_before_the_index_knows() -> None:
    LearningResource.objects.update(published=False)
    assert COURSE not in page("/search/?q=limpets")


def test_search_shows_the_page_inside_and_marks_the_words() -> None:
    text = page("/search/?q=nematocysts")
    assert f'href="/courses/{site.SITE}/pages/lectures/lecture-10/"' in text
    assert "<mark>nematocysts</mark>" in text


def test_a_search_can_be_narrowed_by_its_address() -> None:
    text = page("/search/?topic=Biology&level=introductory&q=")
    assert COURSE in text
    assert 'href="?topic=Biology"' in text
    assert COURSE not in page("/search/?level=graduate")
    assert "Search without the filters" in page("/search/?level=graduate&q=limpets")


def test_a_course_can_be_searched_inside() -> None:
    text = page(f"/search/?site={site.SITE}&q=limpet")
    assert f'href="/courses/{site.SITE}/pages/lectures/lecture-9/"' in text
    assert "Lecture 10" not in text
    assert "Nothing in this course matches" in page(f"/search/?site={site.SITE}&q=zzqx")
    assert "7</strong> results" in page(f"/search/?site={site.SITE}")
    page("/search/?site=unknown&q=limpet", status=404)
    page("/search/?site=%00&q=limpet", status=404)


def test_a_misspelt_search_offers_the_right_word() -> None:
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
def test_no_address_breaks_the_search(query: str) -> None:
    assert Client().get(f"/search/?{query}").status_code == 200
    assert Client().get(f"/search/suggest?{query}").status_code == 200


def test_what_was_typed_is_never_markup() -> None:
    response = Client().get("/search/", {"q": '<script>alert("1")</script>', "topic": "<img src=x>"})
    assert b"<script>alert" not in response.content
    assert b"<img src=x>" not in response.content


def test_suggestions_are_small_json() -> None:
    assert Client().get("/search/suggest?q=life+in+ti").json() == {
        "suggestions": [{"title": "T.101 Life in Tidal Pools", "url": COURSE}]
    }


def test_an_address_cut_short_leads_to_all_there_is_of_a_kind() -> None:
    assert Client().get("/catalogue/").headers["Location"] == "/search/"
    assert COURSE in page("/catalogue/courses/")
    assert "There are no videos" in page("/catalogue/videos/")
    page("/catalogue/cats/", status=404)


def test_topics_and_departments_can_be_browsed() -> None:
    assert "/catalogue/topics/science/biology/" in page("/catalogue/topics/")
    assert COURSE in page("/catalogue/topics/science/")
    assert COURSE in page("/catalogue/topics/science/biology/marine-biology/")
    page("/catalogue/topics/science/alchemy/", status=404)
    assert "/catalogue/departments/biology-bio/" in page("/catalogue/departments/")
    assert COURSE in page("/catalogue/departments/biology-bio/")


def test_search_engines_and_browsers_find_their_files() -> None:
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


def test_learner_pages_carry_nothing_inline() -> None:
    for address in ("/", "/search/?q=tide", COURSE, "/catalogue/topics/"):
        text = page(address)
        assert " style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert "onclick" not in text
