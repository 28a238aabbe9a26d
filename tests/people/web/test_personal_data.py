"""What is kept of a person can be taken away and be forgotten."""

import pytest
from django.test import Client

from learnstead.people.domain import personal_data
from learnstead.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """Something that a context keeps of people, by user name."""
    notes = {"ada": ["a note"], "bo": ["another"]}
    personal_data.register(
        name="notes",
        title="Notes",
        export=lambda user: notes.get(user.username),
        delete=lambda user: notes.pop(user.username, None),
    )
    yield notes
    personal_data._sections.pop("notes")


def test_a_person_takes_their_data_and_has_only_theirs_forgotten(client: Client, kept):
    client.force_login(User.objects.create_user("ada", "ada@example.org", name="Ada"))

    taken = client.get("/account/data/download").json()
    refused = client.post("/account/data/")
    still_there = dict(kept)
    client.post("/account/data/", {"sure": "yes"})

    assert (taken["account"]["email"], taken["notes"]) == ("ada@example.org", ["a note"])
    assert (refused.status_code, still_there.keys(), kept.keys()) == (400, {"ada", "bo"}, {"bo"})
    assert b"Notes" in client.get("/account/data/").content


@pytest.mark.parametrize("address", ["/account/data/", "/account/data/download"])
def test_strangers_are_asked_to_sign_in(client: Client, address):
    assert client.get(address)["Location"].startswith("/sign-in/")
