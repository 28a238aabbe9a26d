"""People who sign in with an account of another organisation."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from learnstead.kernel.errors import Terminal
from learnstead.people.domain import groups
from learnstead.people.models import ExternalIdentity, User
from learnstead.ports.identity import Identity, RoleGroups

LONGEST_NAME = 140
FORBIDDEN = re.compile(r"[^\w.+-]+")


class AccountClosed(Terminal):
    """The account exists and was switched off here."""


def sign_in(*, identity: Identity, roles: RoleGroups, at: datetime) -> User:
    """The person behind an identity, with the groups and roles that their claims give them today.

    A new identity joins the account to which staff gave the same e-mail, if the provider vouches for that e-mail;
    otherwise an account is made.
    """
    try:
        return _sign_in(identity, roles, at)
    except IntegrityError:  # the same person came through two windows at once: now the account is there
        return _sign_in(identity, roles, at)


@transaction.atomic
def _sign_in(identity: Identity, roles: RoleGroups, at: datetime) -> User:
    known = (
        ExternalIdentity.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(issuer=identity.issuer, subject=identity.subject)
        .first()
    )
    if known is None:
        user = _account_of(identity) or _new_account(identity)
        known = ExternalIdentity(user=user, issuer=identity.issuer, subject=identity.subject)
    if not known.user.is_active:
        raise AccountClosed("This account is closed here. Ask those who run this installation.")
    known.last_used = at
    if identity.groups is not None:
        groups.follow_claims(user=known.user, issuer=identity.issuer, names=identity.groups)
        _follow_roles(known, identity, roles)
    known.save()
    return known.user


def _account_of(identity: Identity) -> User | None:
    """The one account that staff made with this e-mail. What people only say of themselves joins nothing."""
    if not (identity.email and identity.email_verified):
        return None
    found = list(User.objects.filter(email__iexact=identity.email, signed_up=False)[:2])
    free = len(found) == 1 and not found[0].external_identities.filter(issuer=identity.issuer).exists()
    return found[0] if free else None


def _new_account(identity: Identity) -> User:
    email = identity.email if not User.objects.filter(email__iexact=identity.email).exists() else ""
    user = User(
        username=_free_username(identity),
        name=identity.name[:200],
        email=email[:254] if email and "@" in email else "",
        signed_up=not identity.email_verified,
    )
    user.set_unusable_password()
    user.save()
    return user


def _free_username(identity: Identity) -> str:
    said = identity.username.partition("@")[0] or identity.email.partition("@")[0] or identity.name
    wanted = FORBIDDEN.sub("-", said).strip("-")[:LONGEST_NAME] or "person"
    taken = {
        name.lower() for name in User.objects.filter(username__istartswith=wanted).values_list("username", flat=True)
    }
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.lower() not in taken)


def _follow_roles(known: ExternalIdentity, identity: Identity, roles: RoleGroups) -> None:
    """Give what the claims give, take back what earlier claims gave; what staff gave here stays."""
    member = identity.groups or frozenset()
    wanted = {
        "may_create_sites": bool(member & roles.authors),
        "is_staff": bool(member & (roles.staff | roles.admins)),
        "is_superuser": bool(member & roles.admins),
    }
    granted = set(known.granted)
    for field, wants in wanted.items():
        if wants and not getattr(known.user, field):
            granted.add(field)
            setattr(known.user, field, True)
        elif not wants and field in granted:
            granted.discard(field)
            setattr(known.user, field, False)
    known.granted = sorted(granted)
    known.user.save(update_fields=list(wanted))
