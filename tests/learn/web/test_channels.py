"""Channels: they come with their first resource and go with the last, and count what a search counts."""

import re

import pytest

from learnstead.kernel.contracts import CourseNumber
from learnstead.kernel.contracts.resources import CourseDetail
from learnstead.learn import models
from learnstead.learn.domain.lists import testimonials
from learnstead.learn.models import LearningResource
from tests.learn.web.test_kinds import bring, thing

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CHANNELS = [
    ("/catalogue/units/", "/catalogue/units/ocw/"),
    ("/catalogue/platforms/", "/catalogue/platforms/ocw/"),
    ("/catalogue/departments/", "/catalogue/departments/physics-8/"),
    ("/catalogue/departments/", "/catalogue/schools/school-of-science/"),
    ("/catalogue/topics/", "/catalogue/topics/science-math/"),
]


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def counted(page):
    found = re.search(r"<strong>([\d,]+)</strong> result", page)
    return int(found[1].replace(",", ""))


def course(name, **said):
    numbers = CourseDetail(course_numbers=[CourseNumber(value="8.01", department="8")])
    given = {"platform": "ocw", "offered_by": "ocw", "departments": ["8"], "topics": ["Physics"], "course": numbers}
    return thing("course", name, **given | said)


def test_a_channel_is_there_as_long_as_something_in_it_is(client):
    for index, address in CHANNELS:
        assert address not in text(client, index)
        assert client.get(address).status_code == 404
    bring(course("tides"))
    for index, address in CHANNELS:
        assert address in text(client, index)
        assert ">Tides</a>" in text(client, address)
    LearningResource.objects.update(published=False)
    for index, address in CHANNELS:
        assert address not in text(client, index)
        assert client.get(address).status_code in {404, 410}
    assert "at the moment" in text(client, "/catalogue/units/ocw/", 410)


def test_a_channel_counts_what_its_search_finds(client):
    exercise = thing("document", "exercise", platform="ocw", offered_by="ocw", topics=["Physics"], departments=["8"])
    hidden = course("hidden", test_mode=True)
    bring(course("tides"), course("waves", departments=["7"]), exercise, hidden, course("dunes", offered_by="mitx"))
    for _, address in CHANNELS:
        page = text(client, address)
        search = re.search(r'href="(/search/\?[^"]+)">Narrow', page)[1].replace("&amp;", "&")
        assert counted(page) == counted(text(client, search)) > 0


def test_a_unit_says_what_it_is_for_and_what_others_say_of_it(client, django_user_model):
    bring(course("tides"))
    at = LearningResource.objects.get().changed_at
    testimonials.save(models.Testimonial(), quote="I could begin at once.", name="Ines Falk", offerors=["ocw"], at=at)

    page = text(client, "/catalogue/units/ocw/")

    for words in ("yours to reuse", "I could begin at once.", "Ines Falk", 'name="offered_by" value="ocw"'):
        assert words in page
    assert "yours to reuse" in text(client, "/catalogue/units/")


def test_everything_of_a_kind_is_paged(client):
    bring(*(thing("video", f"film-{n:02}") for n in range(25)))
    first = text(client, "/catalogue/videos/")
    assert counted(first) == 25
    assert ">Film-23</a>" in first
    assert ">Film-24</a>" in text(client, "/catalogue/videos/?page=2")
    assert ">Film-24</a>" in text(client, "/catalogue/videos/?page=99")
    assert "There are no podcasts" in text(client, "/catalogue/podcasts/")
    assert client.get("/catalogue/cats/").status_code == 404


@pytest.mark.parametrize("code", ["%00", "a%20b", "x" * 300, "..%2f"])
def test_a_channel_that_never_was_is_not_found(client, code):
    assert client.get(f"/catalogue/units/{code}/").status_code == 404
    assert client.get(f"/catalogue/platforms/{code}/").status_code == 404


def test_a_visitor_gets_a_page_drawn_before_until_the_catalogue_changes(client, settings, django_assert_num_queries):
    settings.PAGES_REMEMBERED_SECONDS = 60
    bring(course("tides"))
    once = client.get("/catalogue/units/ocw/")
    with django_assert_num_queries(1):  # whether the catalogue is still the same
        again = client.get("/catalogue/units/ocw/")
    assert (again.content, again.headers["Vary"]) == (once.content, once.headers["Vary"])
    LearningResource.objects.update(published=False)
    assert "at the moment" in text(client, "/catalogue/units/ocw/", 410)


def test_who_is_signed_in_gets_a_page_of_their_own(client, settings, django_user_model):
    settings.PAGES_REMEMBERED_SECONDS = 60
    bring(course("dunes"))
    assert "Sign out" not in text(client, "/catalogue/units/ocw/")
    client.force_login(django_user_model.objects.create_user(username="ada"))
    assert "Sign out" in text(client, "/catalogue/units/ocw/")
    client.logout()
    assert "Sign out" not in text(client, "/catalogue/units/ocw/")
