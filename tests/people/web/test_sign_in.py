"""The pages for signing in and out."""

import pytest
from django.test import Client

from learnstead.people.models import User

PASSWORD = "a lantern by the harbour"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    """A person with a password."""
    return User.objects.create_user("ada", "ada@example.org", PASSWORD, name="Ada")


def post(client: Client, **data: str):
    return client.post("/sign-in/", {"name": "ada", "password": PASSWORD, **data})


def test_signing_in_leads_to_the_studio(client: Client, ada: User) -> None:
    response = post(client)
    assert (response.status_code, response["Location"]) == (302, "/studio/?arriving=%2F")


def test_signing_in_leads_back_to_where_one_was_heading(client: Client, ada: User) -> None:
    assert post(client, next="/search/?q=heat")["Location"] == "/search/?q=heat"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(client: Client, ada: User, elsewhere: str) -> None:
    assert post(client, next=elsewhere)["Location"] == "/studio/?arriving=%2F"


def test_a_wrong_password_keeps_the_name_and_the_destination(client: Client, ada: User) -> None:
    response = post(client, name="ad\x00a", password="wrong", next="/search/")
    assert response.status_code == 400
    assert b'value="ada"' in response.content
    assert b'value="/search/"' in response.content
    assert b"do not belong together" in response.content


def test_guessing_is_answered_with_429(client: Client, ada: User) -> None:
    statuses = [post(client, password="wrong").status_code for _ in range(10)]
    assert statuses == [400] * 8 + [429] * 2


def test_signing_in_without_the_csrf_token_is_refused(ada: User) -> None:
    assert post(Client(enforce_csrf_checks=True)).status_code == 403


def test_signing_out_needs_a_post(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_the_account_page_asks_for_a_sign_in(client: Client) -> None:
    assert client.get("/account/")["Location"] == "/sign-in/?next=/account/"


def test_a_person_changes_their_name_and_stays_signed_in_after_a_new_password(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post("/account/", {"save-profile": "1", "name": "Ada L.", "email": "ada@example.org"})
    new = "another lantern, elsewhere"
    response = client.post(
        "/account/", {"change-password": "1", "current": PASSWORD, "new": new, "again": new}, follow=True
    )
    assert b"Your password is changed" in response.content
    ada.refresh_from_db()
    assert ada.name == "Ada L."
    assert ada.check_password(new)


def test_mistakes_are_shown_beside_their_entries(client: Client, ada: User) -> None:
    client.force_login(ada)
    response = client.post("/account/", {"change-password": "1", "current": "x", "new": "aaaaaaaa1", "again": "b"})
    assert response.status_code == 400
    assert b'id="again-problem"' in response.content
    response = client.post("/account/", {"save-profile": "1", "name": "Ada", "email": "not an address"})
    assert b'id="email-problem"' in response.content
    assert b'value="not an address"' in response.content


def test_where_one_happened_to_be_is_remembered_for_those_who_do_not_write(client: Client, ada: User) -> None:
    arrived = post(client, **{"from": "/search/?q=heat"})["Location"]
    assert arrived == "/studio/?arriving=%2Fsearch%2F%3Fq%3Dheat"
    assert client.get(arrived)["Location"] == "/search/?q=heat"
    assert client.get("/studio/?arriving=//evil.example/")["Location"] == "/"
