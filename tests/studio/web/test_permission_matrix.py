"""Who reaches which page: seven kinds of people, every address of a course."""

import pytest
from django.test import Client

from learnstead.people.models import User
from learnstead.studio.models import Content, Membership, Site
from tests.studio.web.conftest import MakePage

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
OK, MOVED, BAD, REFUSED, MISSING = 200, 302, 400, 403, 404
READING = (
    "",
    "collections/page/",
    "collections/resource/?q=x&kind=Image&sort=recent",
    "settings/sitemetadata/",
    "settings/navmenu/",
    "contents/{page}/",
    "contents/{page}/history/",
    "choices/page/?field=f.x",
    "link-choices/?q=rain",
    "people/",
)
EDITING = ("collections/page/new/", "collections/resource/upload/", "contents/{page}/delete/", "trash/")


@pytest.fixture
def page(make_page: MakePage) -> Content:
    return make_page()


def browser_of(kind: str, site: Site) -> Client:
    client = Client()
    if kind == "owner":
        client.force_login(site.owner)
    elif kind != "anonymous":
        user = User.objects.create_user(kind, may_create_sites=kind == "author", is_staff=kind == "staff")
        if kind in {"editor", "admin"}:
            Membership.objects.create(site=site, user=user, role=kind)
        client.force_login(user)
    return client


def fill(address: str, site: Site, page: Content) -> str:
    return f"/studio/{site.name}/" + address.format(page=page.pk)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("anonymous", MOVED),
        ("learner", MISSING),
        ("author", MISSING),
        ("editor", OK),
        ("admin", OK),
        ("owner", OK),
        ("staff", OK),
    ],
)
def test_only_the_team_opens_a_course(site: Site, page: Content, kind: str, status: int) -> None:
    browser = browser_of(kind, site)
    answers = {address: browser.get(fill(address, site, page)).status_code for address in (*READING, *EDITING)}
    assert answers == dict.fromkeys((*READING, *EDITING), status)


@pytest.mark.parametrize(
    ("kind", "edit", "metadata", "team"),
    [
        ("anonymous", MOVED, MOVED, MOVED),
        ("learner", MISSING, MISSING, MISSING),
        ("author", MISSING, MISSING, MISSING),
        ("editor", BAD, REFUSED, REFUSED),
        ("admin", BAD, BAD, BAD),
        ("owner", BAD, BAD, BAD),
        ("staff", BAD, BAD, BAD),
    ],
)
def test_forms_are_refused_by_role_before_they_are_read(
    site: Site, page: Content, kind: str, edit: int, metadata: int, team: int
) -> None:
    browser = browser_of(kind, site)
    assert browser.post(fill("contents/{page}/", site, page), {"f.title": ""}).status_code == edit
    assert browser.post(fill("settings/sitemetadata/", site, page), {"version": "1"}).status_code in {metadata, MOVED}
    assert browser.post(fill("people/", site, page), {"name": "nobody", "role": "editor"}).status_code == team
    page.refresh_from_db()
    assert page.version == 1


def test_a_refusal_names_those_who_can_help(site: Site, page: Content) -> None:
    response = browser_of("editor", site).post(fill("people/", site, page), {"name": "x", "role": "editor"})
    assert response.status_code == REFUSED
    assert "Ada Lovelace" in response.content.decode()


@pytest.mark.parametrize(("kind", "status"), [("learner", REFUSED), ("author", OK), ("staff", OK)])
def test_starting_a_course_needs_the_right_to(site: Site, kind: str, status: int) -> None:
    assert browser_of(kind, site).get("/studio/-/new/").status_code == status


def test_a_course_is_started_from_the_browser(site: Site) -> None:
    browser = browser_of("author", site)
    data = {"title": "Tides", "short_id": "env.2-2026", "starter": "course"}
    assert browser.post("/studio/-/new/", data)["Location"] == "/studio/env-2-2026/"
    again = browser.post("/studio/-/new/", data)
    assert again.status_code == BAD
    assert "is taken" in again.content.decode()


def test_the_list_shows_only_what_one_works_on(site: Site) -> None:
    assert "Rivers" in browser_of("editor", site).get("/studio/?q=riv&sort=title&only=unpublished").content.decode()
    assert "Rivers" not in browser_of("author", site).get("/studio/").content.decode()


def test_a_learner_who_arrives_from_sign_in_goes_home(site: Site) -> None:
    assert browser_of("learner", site).get("/studio/?arriving=/")["Location"] == "/"
    assert browser_of("author", site).get("/studio/?arriving=/").status_code == OK
