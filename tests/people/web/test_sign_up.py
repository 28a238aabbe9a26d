"""Making an account, safely."""

import pytest
from django.test import Client

from learnstead.people.domain import accounts
from learnstead.people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "a lantern by the harbour"


def post(client: Client, **data: str):
    return client.post("/sign-up/", {"username": "nell", "name": "Nell", "password": PASSWORD, **data})


def test_a_new_account_is_signed_in_goes_on_where_it_was_and_may_write_nothing(client: Client) -> None:
    answer = post(client, next="/lists/", email="nell@example.org")

    nell = User.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/lists/")
    assert client.session["_auth_user_id"] == str(nell.pk)
    assert (nell.is_staff, nell.is_superuser, nell.may_create_sites, nell.signed_up) == (False, False, False, True)
    assert nell.check_password(PASSWORD)
    assert client.post("/studio/new/", {}).status_code in {403, 404}


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        ("username", "ADA", "Somebody has this name already."),
        ("username", "ada@example.org", "A user name has no @ in it."),
        ("username", "", "cannot be blank"),
        ("email", "Ada@Example.org", "Somebody has an account with this e-mail already."),
        ("password", "password", "too common"),
        ("next", "https://evil.example/", ""),
    ],
)
def test_what_cannot_be_is_said_beside_its_entry(client: Client, entry: str, value: str, words: str) -> None:
    User.objects.create_user("ada", "ada@example.org")
    answer = post(client, **{entry: value})
    if entry == "next":
        assert answer["Location"] == "/"
    else:
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert User.objects.count() == 1


def test_accounts_are_not_made_in_bulk_and_not_where_that_is_closed(client: Client, settings) -> None:
    statuses = [post(Client(), username=f"n{number}").status_code for number in range(12)]
    assert statuses == [302] * 10 + [429] * 2
    settings.SIGN_UP_OPEN = False
    assert post(client, username="late").status_code == 403
    assert b"/sign-up/" not in client.get("/sign-in/").content


def test_nobody_is_given_what_is_meant_for_the_owner_of_an_address(client: Client) -> None:
    post(client, email="prof@example.org")
    assert accounts.find(name="prof@example.org") is None
    assert accounts.find(name="nell") == User.objects.get()
