"""Lists of learners, over HTTP: who may do what, and what a page offers."""

import csv
import io
import zipfile
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learnstead.learn.domain.lists import userlists
from learnstead.learn.models import UserList, UserListItem
from learnstead.people.domain import personal_data
from learnstead.people.models import User
from tests.learn import shelf

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice", name="Alice")


@pytest.fixture
def plan(alice: User) -> UserList:
    made = userlists.create(owner=alice, title="Spring plan", at=shelf.AT)
    for title in ("Tidal Pools", "Sound Waves", "Old Maps"):
        userlists.add(made, shelf.resource(title), at=shelf.AT)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def titles(one: UserList) -> list[str]:
    return [item.resource.title for item in one.items.select_related("resource")]


def page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_signed_out_click_leads_by_sign_in_or_sign_up_to_the_choice_it_asked_for() -> None:
    pools = shelf.resource("Tidal Pools")
    client = Client()
    answer = client.post("/lists/bookmark/", {"resource": pools.pk, "next": "/search/?q=tide"}, follow=True)
    assert "Sign in" in answer.content.decode()
    address = answer.context["next"]

    account = {"username": "nell", "password": "a lantern by the harbour", "next": address}
    choice = client.post("/sign-up/", account, follow=True)
    assert "Where do you want to keep it?" in choice.content.decode()
    kept = client.post(choice.request["PATH_INFO"], {"saved": "1", "next": "/search/?q=tide"})

    assert kept["Location"] == "/search/?q=tide"
    assert titles(UserList.objects.get(owner__username="nell", is_saved=True)) == ["Tidal Pools"]


def test_a_bookmark_is_one_click_on_and_one_off_and_shows_on_cards(alice: User) -> None:
    pools = shelf.resource("Tidal Pools")
    client = signed_in(alice)
    click = {"resource": pools.pk, "next": "/"}

    assert client.post("/lists/bookmark/", click, headers={"Accept": "application/json"}).json() == {"saved": True}
    assert f'value="{pools.pk}" aria-pressed="true"' in page(client, pools.get_absolute_url())
    assert client.post("/lists/bookmark/", click)["Location"] == "/"
    assert userlists.bookmarked(alice) == frozenset()
    assert client.post("/lists/bookmark/", {"resource": "1' OR 1=1"}).status_code == 404


def test_the_marks_on_cards_cost_no_more_however_many_cards(alice: User) -> None:
    client = signed_in(alice)
    numbers = []
    for title in ("Tidal Pools", "Sound Waves", "Old Maps"):
        userlists.toggle_bookmark(owner=alice, resource=shelf.resource(title), at=shelf.AT)
        client.get("/catalogue/courses/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/catalogue/courses/").content.count(b'aria-pressed="true"') == len(numbers) + 1
        numbers.append(len(asked))
    assert len(set(numbers)) == 1


def test_items_move_by_buttons_and_by_dragging_and_come_off(alice: User, plan: UserList) -> None:
    client, address = signed_in(alice), f"/lists/{plan.pk}/"
    keys = {item.resource.title: item.pk for item in plan.items.select_related("resource")}

    client.post(address, {"up": keys["Old Maps"]})
    assert titles(plan) == ["Tidal Pools", "Old Maps", "Sound Waves"]
    client.post(address, {"down": keys["Tidal Pools"]})
    assert titles(plan) == ["Old Maps", "Tidal Pools", "Sound Waves"]
    client.post(address, {"order": [keys["Sound Waves"], keys["Old Maps"], 99_999, "x"]})
    assert titles(plan) == ["Sound Waves", "Tidal Pools", "Old Maps"]  # in the places they had together
    client.post(address, {"remove": keys["Tidal Pools"]})
    assert titles(plan) == ["Sound Waves", "Old Maps"]


def test_what_is_withdrawn_stays_on_the_owners_list_and_is_not_shown_to_others(alice: User, plan: UserList) -> None:
    item = plan.items.first()
    item.resource.published = False
    item.resource.save()
    userlists.edit(plan, title=plan.title, description="", privacy="unlisted", at=shelf.AT)

    assert "no longer offered" in page(signed_in(alice), f"/lists/{plan.pk}/")
    shared = page(Client(), f"/lists/shared/{plan.token}/")
    assert "Tidal Pools" not in shared
    assert "2 items" in shared


def test_a_deleted_list_comes_back_by_undo_until_it_is_forgotten(alice: User, plan: UserList) -> None:
    client = signed_in(alice)
    assert "Undo" in unescape(client.post(f"/lists/{plan.pk}/delete/", follow=True).content.decode())
    assert client.get(f"/lists/{plan.pk}/").status_code == 404
    client.post(f"/lists/{plan.pk}/restore/")
    assert titles(userlists.of(alice).get()) == ["Tidal Pools", "Sound Waves", "Old Maps"]

    userlists.delete(plan, at=shelf.AT)
    assert userlists.forget_deleted(at=shelf.AT + userlists.KEPT_AFTER_DELETION) > 0
    assert not UserListItem.objects.exists()


@pytest.mark.parametrize("privacy", ["private", "unlisted"])
def test_others_read_what_is_shared_and_change_nothing(alice: User, plan: UserList, privacy: str) -> None:
    userlists.edit(plan, title=plan.title, description="", privacy=privacy, at=shelf.AT)
    bob = signed_in(User.objects.create_user("bob"))
    item = plan.items.first().pk
    readable = 200 if privacy == "unlisted" else 404

    assert Client().get(f"/lists/shared/{plan.token}/").status_code == readable
    assert bob.get(f"/lists/shared/{plan.token}/list.csv").status_code == readable
    copied = bob.post(f"/lists/{plan.pk}/copy/", {"token": plan.token})
    assert copied.status_code == (302 if privacy == "unlisted" else 404)
    assert bob.post(f"/lists/{plan.pk}/copy/", {"token": "guess"}).status_code == 404
    for action in ("", "edit/"):
        assert bob.get(f"/lists/{plan.pk}/{action}").status_code == 404
    for action in ("", "edit/", "delete/", "restore/"):
        assert bob.post(f"/lists/{plan.pk}/{action}", {"remove": item, "title": "Mine"}).status_code == 404
    assert Client().post(f"/lists/{plan.pk}/delete/")["Location"].startswith("/sign-in/")
    assert (titles(plan), UserList.objects.get(pk=plan.pk).title) == (
        ["Tidal Pools", "Sound Waves", "Old Maps"],
        "Spring plan",
    )


def test_nobody_puts_things_on_the_list_of_another(alice: User, plan: UserList) -> None:
    bob = signed_in(User.objects.create_user("bob"))
    found = shelf.resource("Lighthouses")
    answer = bob.post(f"/lists/save/{found.pk}/", {"list": plan.pk, "next": "/"}, follow=True)
    assert "One of these lists is not yours." in answer.content.decode()
    assert len(titles(plan)) == 3


def test_a_list_is_taken_along_as_a_table_and_as_a_cartridge(alice: User, plan: UserList) -> None:
    first = plan.items.first().resource
    first.title = '=HYPERLINK("https://evil.example")'
    first.save()
    client = signed_in(alice)

    table = client.get(f"/lists/shared/{plan.token}/list.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == [f"'{first.title}", "Sound Waves", "Old Maps"]
    assert rows[1]["page"] == "http://127.0.0.1:8000/catalogue/courses/sound-waves/"

    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/lists/shared/{plan.token}/list.imscc").content))
    manifest = ET.fromstring(archive.read("imsmanifest.xml"))  # noqa: S314 - we wrote it
    space = {"cp": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"}
    assert manifest.findtext("cp:metadata/cp:schemaversion", namespaces=space) == "1.3.0"
    files = [one.get("href") for one in manifest.findall("cp:resources/cp:resource/cp:file", space)]
    links = [ET.fromstring(archive.read(name)) for name in files]  # noqa: S314 - we wrote it
    assert [link[1].get("href") for link in links][1] == "https://library.example/sound-waves"


def test_what_is_wrong_with_a_list_is_said_and_nothing_is_lost(alice: User, plan: UserList) -> None:
    client = signed_in(alice)
    empty = client.post("/lists/", {"title": "  ", "description": "for a wet day"})
    assert empty.status_code == 400
    assert "Give the list a title." in empty.content.decode()
    assert 'value="for a wet day"' in empty.content.decode()
    long = client.post(f"/lists/{plan.pk}/edit/", {"title": "x" * 201, "description": "", "privacy": "public"})
    assert long.status_code == 400
    assert UserList.objects.get(pk=plan.pk).title == "Spring plan"


def test_lists_are_part_of_what_a_person_takes_away_and_has_forgotten(alice: User, plan: UserList) -> None:
    taken = personal_data.export(alice)["lists"]
    assert [one["title"] for one in taken[0]["items"]] == ["Tidal Pools", "Sound Waves", "Old Maps"]
    personal_data.delete(alice)
    assert not UserList.objects.exists()
