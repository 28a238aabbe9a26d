"""Signing in and passwords."""

from datetime import UTC, datetime, timedelta

import pytest

from learnstead.people.domain import accounts
from learnstead.people.models import SignInAttempt, User

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PASSWORD = "a lantern by the harbour"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    """A person with a password."""
    return User.objects.create_user("ada", "ada@example.org", PASSWORD, name="Ada")


def try_to_sign_in(password: str, *, name: str = "ada", address: str = "192.0.2.1", at: datetime = NOON) -> User:
    return accounts.sign_in(name=name, password=password, address=address, at=at)


@pytest.mark.parametrize("name", ["ada", " ada ", "ada@example.org", "ADA@example.org"])
def test_a_person_signs_in_by_user_name_or_mail(ada: User, name: str) -> None:
    assert try_to_sign_in(PASSWORD, name=name) == ada


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_the_error_does_not_tell_whether_the_account_exists(ada: User, name: str) -> None:
    with pytest.raises(accounts.NotSignedIn, match="That name and password do not belong together"):
        try_to_sign_in("wrong", name=name)


def test_an_address_that_two_people_share_signs_nobody_in(ada: User) -> None:
    User.objects.create_user("ida", "ada@example.org", PASSWORD)
    with pytest.raises(accounts.NotSignedIn):
        try_to_sign_in(PASSWORD, name="ada@example.org")


def test_after_eight_wrong_tries_even_the_right_password_waits(ada: User) -> None:
    for _ in range(accounts.TRIES_PER_ACCOUNT):
        with pytest.raises(accounts.NotSignedIn):
            try_to_sign_in("wrong")
    with pytest.raises(accounts.TooManyTries, match="Wait 15 minutes"):
        try_to_sign_in(PASSWORD)
    assert try_to_sign_in(PASSWORD, address="192.0.2.2") == ada
    assert try_to_sign_in(PASSWORD, at=NOON + accounts.WINDOW + timedelta(seconds=1)) == ada


def test_an_address_that_tries_many_accounts_is_stopped(ada: User) -> None:
    for number in range(accounts.TRIES_PER_ADDRESS):
        with pytest.raises(accounts.NotSignedIn):
            try_to_sign_in("wrong", name=f"guess{number}")
    with pytest.raises(accounts.TooManyTries):
        try_to_sign_in(PASSWORD)


def test_signing_in_forgets_earlier_mistakes(ada: User) -> None:
    with pytest.raises(accounts.NotSignedIn):
        try_to_sign_in("wrong")
    try_to_sign_in(PASSWORD)
    assert SignInAttempt.objects.count() == 0


def test_a_new_password_needs_the_current_one_and_some_strength(ada: User) -> None:
    with pytest.raises(accounts.PasswordRefused) as refused:
        accounts.change_password(user=ada, current="wrong", new="another lantern, elsewhere")
    assert refused.value.field == "current"
    with pytest.raises(accounts.PasswordRefused) as refused:
        accounts.change_password(user=ada, current=PASSWORD, new="12345")
    assert refused.value.field == "new"
    accounts.change_password(user=ada, current=PASSWORD, new="another lantern, elsewhere")
    assert User.objects.get().check_password("another lantern, elsewhere")


def test_people_are_found_by_name_or_mail_in_any_case(ada: User) -> None:
    assert accounts.find(name="Ada") == ada
    assert accounts.find(name="ADA@EXAMPLE.ORG") == ada
    assert accounts.find(name="") is None
