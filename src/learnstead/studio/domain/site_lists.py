"""Which courses a person works on, and how each of them stands."""

from enum import StrEnum

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from learnstead.people.models import User
from learnstead.studio.models import Change, Membership, Site


class State(StrEnum):
    """How a site stands with the public."""

    NEVER = "never published"
    LIVE = "live"
    CHANGED = "live, with newer edits"
    GONE = "unpublished"


ORDERS = {
    "recent": ("-edited_at", "title"),
    "title": ("title", "name"),
    "created": ("-created_at",),
}


def visible_to(*, user: User) -> QuerySet[Site]:
    """The sites whose authoring pages ``user`` may open."""
    if not user.is_authenticated:
        return Site.objects.none()
    if user.is_staff:
        return Site.objects.all()
    return Site.objects.filter(Q(owner=user) | Exists(Membership.objects.filter(site=OuterRef("pk"), user=user)))


def listing(*, user: User, text: str = "", order: str = "recent", only: str = "") -> QuerySet[Site]:
    """The sites ``user`` works on, as the list page shows them, each with ``edited_at``.

    ``only`` is "live", "unpublished" (never or no longer live) or "mine"; anything else filters nothing.
    """
    last_change = Change.objects.filter(site=OuterRef("pk")).order_by("-id").values("at")[:1]
    sites = visible_to(user=user).select_related("starter", "owner", "live", "draft")
    sites = sites.annotate(edited_at=Subquery(last_change))
    for word in text.split():
        sites = sites.filter(Q(title__icontains=word) | Q(name__icontains=word) | Q(short_id__icontains=word))
    filters = {"live": Q(live__isnull=False), "unpublished": Q(live=None), "mine": Q(owner=user)}
    if only in filters:
        sites = sites.filter(filters[only])
    first, *rest = ORDERS.get(order, ORDERS["recent"])
    if first == "-edited_at":
        return sites.order_by(F("edited_at").desc(nulls_last=True), "-created_at", *rest)
    return sites.order_by(first, *rest)


def state_of(site: Site) -> State:
    """How ``site`` stands; an edit is newer when it was saved after the served build fixed its commit."""
    if site.live is None:
        return State.GONE if site.unpublished_at else State.NEVER
    edited = site.edited_at if hasattr(site, "edited_at") else site.changes.aggregate(at=Max("at"))["at"]
    built = site.live.started_at or site.live.requested_at
    return State.CHANGED if edited and edited > built else State.LIVE


def admins_of(site: Site) -> list[User]:
    """Who can give others more rights on ``site``: its owner and its admins; else the global administrators."""
    people = User.objects.filter(is_active=True)
    admins = people.filter(Q(memberships__site=site, memberships__role=Membership.Role.ADMIN) | Q(pk=site.owner_id))
    return list(admins.distinct().order_by("name")) or list(people.filter(is_staff=True).order_by("name"))


def edits_not_live(site: Site) -> int:
    """How many saves the public has not seen."""
    changes = Change.objects.filter(site=site)
    if site.live:
        changes = changes.filter(at__gt=site.live.started_at or site.live.requested_at)
    return changes.count()
