"""Signing in and looking after one's own account."""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.people.models import SignInAttempt, User

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 8
TRIES_PER_ADDRESS = 60


class NotSignedIn(Terminal):
    """Name and password do not belong together. The text does not say which of the two is wrong."""


class TooManyTries(NotSignedIn):
    """The account or the address has used up its tries for now; even the right password is refused."""


class PasswordRefused(Terminal):
    """The new password cannot be used; ``field`` says which entry the problems belong to."""

    def __init__(self, field: str, problems: list[str]) -> None:
        """Keep the problems one by one, to be shown beside the entry."""
        super().__init__(" ".join(problems))
        self.field = field
        self.problems = problems


def sign_in(*, name: str, password: str, address: str, at: datetime) -> User:
    """The person whose user name or e-mail is ``name``; or NotSignedIn.

    The try is written down before the password is looked at, so that tries made at the same moment all count.
    """
    account = name.strip().lower()[:254]
    _count(account=account, address=address, at=at)
    user = authenticate(username=_username(name.strip()), password=password)
    if not isinstance(user, User):
        raise NotSignedIn("That name and password do not belong together.")
    SignInAttempt.objects.filter(account=account, address=address).delete()
    return user


def _count(*, account: str, address: str, at: datetime) -> None:
    SignInAttempt.objects.filter(at__lt=at - WINDOW).delete()
    SignInAttempt.objects.create(account=account, address=address, at=at)
    tries = SignInAttempt.objects.filter(address=address)
    if tries.count() > TRIES_PER_ADDRESS or tries.filter(account=account).count() > TRIES_PER_ACCOUNT:
        minutes = int(WINDOW.total_seconds() // 60)
        raise TooManyTries(f"Too many tries from here. Wait {minutes} minutes, then try again.")


def _username(name: str) -> str:
    """E-mail addresses are not unique in old data; one that two people share signs nobody in."""
    if "@" in name:
        found = list(User.objects.filter(email__iexact=name).values_list("username", flat=True)[:2])
        if len(found) == 1:
            return found[0]
    return name


@transaction.atomic
def change_password(*, user: User, current: str, new: str) -> None:
    """Give ``user`` a new password; PasswordRefused when the current one is wrong or the new one is weak."""
    if not user.check_password(current):
        raise PasswordRefused("current", ["This is not your current password."])
    try:
        validate_password(new, user)
    except ValidationError as problem:
        raise PasswordRefused("new", list(problem.messages)) from problem
    user.set_password(new)
    user.save(update_fields=["password"])


def rename(*, user: User, name: str, email: str) -> None:
    """Change how pages and commits call ``user``."""
    user.name = name.strip()[:200]
    user.email = email.strip()
    user.full_clean(exclude=["password", "username"])
    user.save(update_fields=["name", "email"])


def find(*, name: str) -> User | None:
    """The active person with this user name or e-mail, in any case of letters."""
    wanted = name.strip()
    people = User.objects.filter(is_active=True)
    return (
        people.filter(username__iexact=wanted).first() or people.filter(email__iexact=wanted).exclude(email="").first()
    )
