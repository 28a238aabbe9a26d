"""The people who work on a site besides its owner."""

from django.db import transaction
from django.db.models import QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.studio.domain.permissions import check_may
from learnstead.studio.models import Membership, Site


class TeamRefused(Terminal):
    """The team cannot be changed like this; the text says why."""


def members(*, site: Site) -> QuerySet[Membership]:
    """Everyone with a role on ``site``, by name."""
    return Membership.objects.filter(site=site).select_related("user").order_by("user__name", "user__username")


@transaction.atomic
def add(*, site: Site, person: User | None, named: str, role: str, by: User) -> User:
    """Give ``person`` a role; ``named`` is how they were called, for the refusal when there is no such person."""
    check_may(by, "collaborate", site)
    if person is None:
        raise TeamRefused(f"No account has the user name or e-mail “{named}”. They need an account here first.")
    if person.pk == site.owner_id:
        raise TeamRefused(f"{person} owns this course and can do everything already.")
    if Membership.objects.filter(site=site, user=person).exists():
        raise TeamRefused(f"{person} works on this course already. Change the role in the list.")
    Membership.objects.create(site=site, user=person, role=_role(role))
    return person


@transaction.atomic
def change_role(*, site: Site, member: str, role: str, by: User) -> User:
    """Give the person of membership ``member`` another role."""
    check_may(by, "collaborate", site)
    found = _find(site, member)
    found.role = _role(role)
    found.save(update_fields=["role"])
    return found.user


@transaction.atomic
def remove(*, site: Site, member: str, by: User) -> User:
    """Take the person of membership ``member`` off the team. Anyone may leave."""
    found = _find(site, member)
    if found.user_id != by.pk:
        check_may(by, "collaborate", site)
    found.delete()
    return found.user


def _find(site: Site, member: str) -> Membership:
    found = members(site=site).filter(pk=member).first() if member.isdecimal() else None
    if found is None:
        raise TeamRefused("This person is no longer on the team; the list below is up to date.")
    return found


def _role(role: str) -> Membership.Role:
    if role not in Membership.Role.values:
        raise TeamRefused("Choose a role: editor or admin.")
    return Membership.Role(role)
