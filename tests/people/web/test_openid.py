"""Signing in with an account of another organisation, with a provider that speaks the protocol."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from learnstead.adapters.identity.openid import OpenIdProvider
from learnstead.people.domain import groups
from learnstead.people.models import ExternalIdentity, Group, User
from learnstead.ports.identity import RoleGroups
from learnstead.ports.services import install, services
from tests.adapters.identity.fake_provider import CLIENT, SECRET, Provider, serving

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROLES = RoleGroups(authors=frozenset({"/Authors"}), staff=frozenset({"/Staff"}), admins=frozenset({"/Admin"}))


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with serving() as provider:
        yield provider


@pytest.fixture
def there(server: Provider) -> Iterator[Provider]:
    server.__dict__ |= {**Provider().__dict__, "issuer": server.issuer, "key": server.key}
    before = services()
    provider = OpenIdProvider(issuer=server.issuer, client_id=CLIENT, client_secret=SECRET, label="Ours", roles=ROLES)
    install(replace(before, identity=provider))
    yield server
    install(before)


def sign_in(client: Client, there: Provider, query: str = ""):
    away = client.get(f"/sign-in/with/{query}")["Location"]
    return client.get(there.visit(away).removeprefix(services().url))


def person(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_the_page_offers_the_provider(client: Client, there: Provider) -> None:
    page = client.get("/sign-in/?next=/lists/").content.decode()
    assert 'href="/sign-in/with/?next=%2Flists%2F' in page
    assert "Sign in with Ours" in page


def test_signing_in_makes_an_account_and_leads_to_where_one_was_heading(client: Client, there: Provider) -> None:
    there.person |= {"name": "Ada L.", "email": "ada@example.org", "email_verified": True}
    assert sign_in(client, there, "?next=/lists/")["Location"] == "/lists/"
    user = person(client)
    assert (user.username, user.name, user.email, user.signed_up) == ("ada", "Ada L.", "ada@example.org", False)
    assert not user.has_usable_password()
    assert client.session.get_expiry_age() <= 12 * 3600


def test_the_same_person_comes_back_to_the_same_account(client: Client, there: Provider) -> None:
    sign_in(client, there)
    there.person["preferred_username"] = "ada.lovelace"
    sign_in(Client(), there)
    assert ExternalIdentity.objects.count() == 1
    assert User.objects.count() == 1


def test_an_answer_counts_in_the_session_that_asked_and_once(client: Client, there: Provider) -> None:
    back = there.visit(client.get("/sign-in/with/")["Location"]).removeprefix(services().url)
    assert Client().get(back).status_code == 400
    assert client.get(back.replace("state=", "state=x")).status_code == 400
    assert client.get(back).status_code == 400
    assert "_auth_user_id" not in client.session


def test_a_provider_that_says_no_is_quoted(client: Client, there: Provider) -> None:
    away = client.get("/sign-in/with/")["Location"]
    state = away.partition("state=")[2].partition("&")[0]
    answer = client.get(f"/sign-in/back/?error=access_denied&state={state}")
    assert answer.status_code == 400
    assert b"access_denied" in answer.content


def test_an_address_elsewhere_is_not_gone_to(client: Client, there: Provider) -> None:
    assert sign_in(client, there, "?next=https://evil.example/")["Location"].startswith("/studio/")


def test_groups_keep_their_whole_path_and_follow_the_claims(client: Client, there: Provider) -> None:
    there.person["groups"] = ["/physics/staff", "/history/staff"]
    sign_in(client, there)
    assert groups.names_of(person(client)) == ["/history/staff", "/physics/staff"]
    there.person["groups"] = ["/physics/staff"]
    sign_in(client, there)
    assert groups.names_of(person(client)) == ["/physics/staff"]


def test_a_group_kept_here_is_not_the_provider_s_group_of_that_name(client: Client, there: Provider) -> None:
    here = Group.objects.create(name="editors")
    there.person["groups"] = ["editors"]
    sign_in(client, there)
    assert not here.memberships.exists()
    here.memberships.create(user=person(client))
    there.person["groups"] = []
    sign_in(client, there)
    assert groups.names_of(person(client)) == ["editors"]


def test_roles_come_with_a_group_and_go_with_it(client: Client, there: Provider) -> None:
    there.person["groups"] = ["/Admin", "/Authors"]
    sign_in(client, there)
    assert (person(client).is_staff, person(client).is_superuser, person(client).may_create_sites) == (True, True, True)
    there.person["groups"] = ["/Staff"]
    sign_in(client, there)
    assert (person(client).is_staff, person(client).is_superuser, person(client).may_create_sites) == (
        True,
        False,
        False,
    )
    there.person["groups"] = ["/Somewhere/Admin"]
    sign_in(client, there)
    assert (person(client).is_staff, person(client).is_superuser) == (False, False)


def test_a_claim_that_fails_to_come_takes_nothing_away(client: Client, there: Provider) -> None:
    there.person["groups"] = ["/Staff"]
    sign_in(client, there)
    there.person["groups"] = None
    sign_in(client, there)
    assert person(client).is_staff
    assert groups.names_of(person(client)) == ["/Staff"]


def test_a_role_that_staff_gave_here_stays(client: Client, there: Provider) -> None:
    User.objects.create_user("ada", "ada@example.org", is_staff=True)
    there.person |= {"email": "Ada@example.org", "email_verified": True, "groups": ["/Staff"]}
    sign_in(client, there)
    there.person["groups"] = []
    sign_in(client, there)
    assert User.objects.get().is_staff


def test_an_unproven_e_mail_joins_no_account(client: Client, there: Provider) -> None:
    User.objects.create_superuser("Ada", "ada@example.org")
    there.person |= {"email": "ada@example.org", "email_verified": False}
    sign_in(client, there)
    assert (person(client).username, person(client).email, person(client).is_superuser) == ("ada-2", "", False)


def test_an_account_that_its_owner_made_joins_nobody(client: Client, there: Provider) -> None:
    User.objects.create_user("squatter", "ada@example.org", signed_up=True)
    there.person |= {"email": "ada@example.org", "email_verified": True}
    sign_in(client, there)
    assert person(client).username == "ada"


def test_a_closed_account_stays_closed(client: Client, there: Provider) -> None:
    sign_in(client, there)
    User.objects.update(is_active=False)
    again = Client()
    assert sign_in(again, there).status_code == 403
    assert "_auth_user_id" not in again.session


def test_who_signs_out_learns_that_the_session_there_goes_on(client: Client, there: Provider) -> None:
    sign_in(client, there)
    page = client.post("/sign-out/", follow=True).content.decode()
    assert f"{there.issuer}/logout?client_id=learnstead" in page
    assert "_auth_user_id" not in client.session


def test_without_a_provider_there_is_no_such_page(client: Client) -> None:
    assert client.get("/sign-in/with/").status_code == 404
    assert client.get("/sign-in/back/").status_code == 404
