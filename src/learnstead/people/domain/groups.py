"""Who belongs to which group."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from learnstead.people.models import Group, Membership, User


def follow_claims(*, user: User, issuer: str, names: AbstractSet[str]) -> None:
    """Make ``names`` the groups of ``issuer`` that ``user`` belongs to; groups of others are not touched."""
    Group.objects.bulk_create([Group(issuer=issuer, name=name) for name in sorted(names)], ignore_conflicts=True)
    Membership.objects.filter(user=user, group__issuer=issuer).exclude(group__name__in=names).delete()
    wanted = Group.objects.filter(issuer=issuer, name__in=names)
    Membership.objects.bulk_create([Membership(user=user, group=group) for group in wanted], ignore_conflicts=True)


def ids_of(user: User) -> frozenset[int]:
    """The groups somebody belongs to, as ids."""
    return frozenset(Membership.objects.filter(user=user).values_list("group_id", flat=True))


def names_of(user: User) -> Sequence[str]:
    """The groups somebody belongs to, by name."""
    return list(Group.objects.filter(memberships__user=user).values_list("name", flat=True))
