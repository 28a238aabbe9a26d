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
SIGN_UPS_PER_ADDRESS = 10
# What counts as the account while somebody has none: no user name has a space in it.
SIGNING_UP = "(signing up)"


class NotSignedIn(Terminal):
    """Name and password do not belong together. The text does not say which of the two is wrong."""


class TooManyTries(NotSignedIn):
    """The account or the address has used up its tries for now; even the right password is refused."""


class TooManySignUps(Terminal):
    """Too many accounts were asked for from one address."""


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
    """E-mail addresses are not unique in old data; one that two people share signs nobody in.

    Who merely says that an address is theirs does not stand in the way of somebody whom staff gave it to.
    """
    if "@" in name:
        named = User.objects.filter(email__iexact=name)
        found = list((named.filter(signed_up=False) or named).values_list("username", flat=True)[:2])
        if len(found) == 1:
            return found[0]
    return name


def sign_up(*, username: str, name: str, email: str, password: str, address: str, at: datetime) -> User:
    """A new account that may save and follow, and write nothing; ValidationError says what cannot be, by entry.

    Every try counts, those that fail too: they tell which names and addresses are taken.
    """
    SignInAttempt.objects.filter(at__lt=at - WINDOW).delete()
    SignInAttempt.objects.create(account=SIGNING_UP, address=address, at=at)
    if SignInAttempt.objects.filter(account=SIGNING_UP, address=address).count() > SIGN_UPS_PER_ADDRESS:
        raise TooManySignUps("Too many accounts were asked for from here. Wait a quarter of an hour, then try again.")
    user = User(username=username.strip(), name=name.strip()[:200], email=email.strip(), signed_up=True)
    problems = _problems_of(user, password)
    if problems:
        raise ValidationError(problems)
    user.set_password(password)
    user.save()
    return user


def _problems_of(user: User, password: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as problem:
        problems = dict(problem.message_dict)
    if "@" in user.username:
        problems["username"] = ["A user name has no @ in it."]
    elif "username" not in problems and User.objects.filter(username__iexact=user.username).exists():
        problems["username"] = ["Somebody has this name already."]
    if "email" not in problems and _is_taken(user):
        problems["email"] = ["Somebody has an account with this e-mail already."]
    try:
        validate_password(password, user)
    except ValidationError as problem:
        problems["password"] = list(problem.messages)
    return problems


def _is_taken(user: User) -> bool:
    return bool(user.email) and User.objects.filter(email__iexact=user.email).exclude(pk=user.pk).exists()


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
    if _is_taken(user):
        raise ValidationError({"email": "Somebody has an account with this e-mail already."})
    user.save(update_fields=["name", "email"])


def find(*, name: str) -> User | None:
    """The active person with this user name or e-mail, in any case of letters.

    Nobody is found by an e-mail that they only say is theirs: else they might be given what was meant for another.
    """
    wanted = name.strip()
    people = User.objects.filter(is_active=True)
    vouched_for = people.filter(signed_up=False).exclude(email="")
    return people.filter(username__iexact=wanted).first() or vouched_for.filter(email__iexact=wanted).first()
