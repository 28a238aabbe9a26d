"""Lists and learning paths over the REST API: Alice's list, Bob, Edith the editor, staff, and nobody."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from learnstead.learn.domain.lists import testimonials, userlists
from learnstead.learn.models import LearningResource, UserList, editorial
from learnstead.people.models import User
from tests.learn import shelf

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LISTS, PATHS = "/api/v1/userlists/", "/api/v1/learningpaths/"


class Api:
    """A client that speaks JSON."""

    def __init__(self, name: str = "", *, editor: bool = False, **more: bool) -> None:
        self.client = Client()
        if name:
            self.user = User.objects.create_user(name, **more)
            if editor:
                self.user.groups.add(Group.objects.get_or_create(name="learning_path_editors")[0])
            self.client.force_login(self.user)

    def __call__(self, method: str, address: str, **body: object):
        return getattr(self.client, method)(address, body or None, content_type="application/json")

    def status(self, method: str, address: str, **body: object) -> int:
        return self(method, address, **body).status_code


@pytest.fixture
def alice() -> Api:
    return Api("alice")


@pytest.fixture
def plan(alice: Api) -> UserList:
    made = userlists.create(owner=alice.user, title="Spring plan", at=shelf.AT)
    for title in ("Tidal Pools", "Sound Waves", "Old Maps"):
        userlists.add(made, shelf.resource(title), at=shelf.AT)
    return made


def get(api: Api, address: str) -> dict:
    answer = api.client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(api: Api, address: str) -> list[str]:
    return [item["resource"]["title"] for item in get(api, address)["results"]]


def test_an_owner_makes_changes_orders_and_deletes_a_list(alice: Api) -> None:
    pools, waves = shelf.resource("Tidal Pools"), shelf.resource("Sound Waves")
    made = alice("post", LISTS, title="Spring plan", description="For March.").json()
    assert {made[name] for name in ("privacy_level", "author", "item_count")} == {"private", alice.user.pk, 0}
    items = f"{LISTS}{made['id']}/items/"

    first = alice("post", items, child=pools.pk).json()
    assert (first["position"], first["resource"]["id"], first["parent"]) == (0, pools.pk, made["id"])
    alice("post", items, child=waves.pk, position=0)
    assert titles(alice, items) == ["Sound Waves", "Tidal Pools"]
    assert alice("patch", f"{items}{first['id']}/", position=0).json()["position"] == 0
    assert titles(alice, items) == ["Tidal Pools", "Sound Waves"]
    assert get(alice, items + "?limit=1")["next"].endswith("limit=1&offset=1")
    assert [one["child"] for one in alice.client.get(f"{LISTS}membership/").json()] == [pools.pk, waves.pk]

    assert alice("patch", f"{LISTS}{made['id']}/", title="Summer plan").json()["description"] == "For March."
    assert alice.status("delete", f"{items}{first['id']}/") == 204
    assert get(alice, LISTS)["results"][0]["item_count"] == 1
    assert alice.status("delete", f"{LISTS}{made['id']}/") == 204
    assert get(alice, LISTS)["count"] == 0


@pytest.mark.parametrize("who", ["nobody", "bob", "edith", "sam"])
@pytest.mark.parametrize("privacy", ["private", "unlisted"])
def test_scenario_7_a_list_is_its_owners(plan: UserList, who: str, privacy: str) -> None:
    """Private: not there for others. Unlisted: read by its id, not listed, not changed."""
    userlists.edit(plan, title=plan.title, description="", privacy=privacy, at=shelf.AT)
    api = Api() if who == "nobody" else Api(who, editor=who == "edith", is_staff=who == "sam")
    one, item = f"{LISTS}{plan.pk}/", f"{LISTS}{plan.pk}/items/{plan.items.first().pk}/"
    other = shelf.resource("Lighthouses")
    read = 200 if privacy == "unlisted" else 404
    written = 403 if privacy == "unlisted" or who == "nobody" else 404

    assert [api.status("get", address) for address in (one, f"{one}items/", item)] == [read] * 3
    assert api.status("patch", one, title="Mine") == written
    assert api.status("delete", one) == written
    assert api.status("post", f"{one}items/", child=other.pk) == written
    assert api.status("patch", item, position=2) == written
    assert api.status("delete", item) == written
    membership = f"/api/v1/learning_resources/{other.pk}/userlists/?userlist_id={plan.pk}"
    assert api.status("patch", membership) == 403
    if who != "nobody":
        assert get(api, LISTS)["count"] == 0
        assert api.client.get(f"{LISTS}membership/").json() == []
    assert [each.resource.title for each in plan.items.all()] == ["Tidal Pools", "Sound Waves", "Old Maps"]


def test_membership_is_set_to_exactly_the_lists_that_are_named(alice: Api, plan: UserList) -> None:
    other = userlists.create(owner=alice.user, title="Other", at=shelf.AT)
    pools = plan.items.first().resource
    address = f"/api/v1/learning_resources/{pools.pk}/userlists/"
    moved = alice("patch", f"{address}?userlist_id={other.pk}").json()
    assert [(one["parent"], one["child"]) for one in moved] == [(other.pk, pools.pk)]
    assert userlists.on_lists(alice.user, pools) == {other.pk}
    assert alice("patch", address).json() == []
    assert userlists.on_lists(alice.user, pools) == frozenset()


def test_what_cannot_be_is_named(alice: Api, plan: UserList) -> None:
    refused = alice("post", LISTS, title="", privacy_level="public").json()
    assert set(refused["errors"]) == {"title", "privacy_level"}
    assert refused["privacy_level"] == ['"public" is not a valid choice.']
    hidden = shelf.resource("Hidden", test_mode=True)
    assert "child" in alice("post", f"{LISTS}{plan.pk}/items/", child=hidden.pk).json()["errors"]
    userlists.add(plan, hidden, at=shelf.AT)
    assert "Hidden" not in titles(alice, f"{LISTS}{plan.pk}/items/")
    assert alice.status("patch", f"{LISTS}{plan.pk}/items/999999/", position=1) == 404


def test_editors_make_paths_and_everyone_reads_those_that_are_published() -> None:
    edith, bob, nobody = Api("edith", editor=True), Api("bob"), Api()
    pools, waves = shelf.resource("Tidal Pools"), shelf.resource("Sound Waves")
    made = edith("post", PATHS, title="First steps at sea").json()
    one, items = f"{PATHS}{made['id']}/", f"{PATHS}{made['id']}/items/"

    assert edith.status("patch", one, published=True) == 400  # nothing is on it
    first = edith("post", items, child=pools.pk).json()
    edith("post", items, child=waves.pk, position=0)
    assert titles(edith, items) == ["Sound Waves", "Tidal Pools"]
    assert [api.status("get", address) for api in (bob, nobody) for address in (one, items)] == [404] * 4
    assert get(edith, one)["learning_path"]["item_count"] == 2

    assert edith.status("patch", one, published=True) == 200
    assert edith.status("patch", f"{items}{first['id']}/", position=0) == 200
    assert titles(nobody, items) == ["Tidal Pools", "Sound Waves"]
    assert [path["title"] for path in get(nobody, PATHS)["results"]] == ["First steps at sea"]
    assert get(nobody, f"/api/v1/learning_resources/{made['id']}/")["resource_type"] == "learning_path"

    for api in (bob, nobody):
        assert api.status("post", PATHS, title="Mine") == 403
        assert api.status("patch", one, title="Mine") == 403
        assert api.status("delete", one) == 403
        assert api.status("post", items, child=pools.pk) == 403
        assert api.status("delete", f"{items}{first['id']}/") == 403
        assert api.status("get", f"{PATHS}membership/") == 403
        assert api.status("patch", f"/api/v1/learning_resources/{waves.pk}/learning_paths/") == 403

    assert edith("patch", f"/api/v1/learning_resources/{waves.pk}/learning_paths/").json() == []
    assert [row["child"] for row in edith.client.get(f"{PATHS}membership/").json()] == [pools.pk]
    assert edith.status("delete", one) == 204
    assert nobody.status("get", one) == 404
    assert LearningResource.objects.get(pk=made["id"]).published is False


def test_testimonials_are_read_by_unit() -> None:
    for name, units in (("Iris", ["ocw"]), ("Jon", ["mitx"])):
        testimonials.save(editorial.Testimonial(), quote="It held.", name=name, offerors=units, at=shelf.AT)
    found = get(Api(), "/api/v1/testimonials/?offerors=mitx")["results"]
    assert [(one["attestant_name"], one["offerors"][0]["code"]) for one in found] == [("Jon", "mitx")]
    assert get(Api(), f"/api/v1/testimonials/{found[0]['id']}/")["quote"] == "It held."
