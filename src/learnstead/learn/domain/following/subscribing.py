"""Following searches and pages, and ceasing to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.learn.domain.following import naming
from learnstead.learn.domain.following.normal import Parameters, fingerprint, normal
from learnstead.learn.models import FollowedQuery, Subscription
from learnstead.learn.models.subscription import SourceType
from learnstead.people.models import User

MOST_FOLLOWED = 200


class CannotFollow(Terminal):
    """The page is gone, or the person follows too much already; the text says which."""


@transaction.atomic
def follow(*, user: User, parameters: Parameters, at: datetime, source_type: str = "") -> Subscription:
    """Follow a search; one that means the same is followed only once. ``source_type`` is a search unless said."""
    asked = normal(parameters)
    made = _follow(user, asked, at, channel="", label=naming.label(asked))
    if source_type and made.created_at == at and made.source_type != source_type:
        made.source_type = source_type
        made.save(update_fields=["source_type"])
    return made


@transaction.atomic
def follow_channel(*, user: User, key: str, at: datetime) -> Subscription:
    """Follow a page, such as "topic:engineering/robotics"; CannotFollow when there is none."""
    channel = naming.channel(key)
    if channel is None:
        raise CannotFollow("There is no such page to follow any more.")
    return _follow(user, normal(channel.parameters), at, channel=key, label=channel.name)


def _follow(user: User, asked: Parameters, at: datetime, *, channel: str, label: str) -> Subscription:
    known = following(user=user, parameters=asked)
    if known:
        return known
    if Subscription.objects.filter(user=user).count() >= MOST_FOLLOWED:
        raise CannotFollow(f"You follow {MOST_FOLLOWED} things already; stop following one of them first.")
    made, _ = Subscription.objects.get_or_create(
        user=user,
        query=_query(asked, at),
        defaults={
            "source_type": SourceType.CHANNEL if channel else SourceType.SEARCH,
            "channel": channel,
            "label": label,
            "matched_until": at,
            "created_at": at,
        },
    )
    return made


def following(*, user: User, parameters: Parameters) -> Subscription | None:
    """The subscription to a search, however it is written; None for who does not follow it."""
    wanted = fingerprint(normal(parameters))
    return Subscription.objects.select_related("query").filter(user=user, query__fingerprint=wanted).first()


def followed(user: User) -> Sequence[Subscription]:
    """Everything somebody follows, the latest first."""
    return list(Subscription.objects.filter(user=user).select_related("query"))


@transaction.atomic
def unfollow(subscription: Subscription) -> None:
    """Cease to follow; a query that nobody follows any more is forgotten."""
    query = subscription.query_id
    subscription.delete()
    forget_unfollowed([query])


def forget_unfollowed(queries: Sequence[int]) -> None:
    """Forget those of these queries that nobody follows."""
    FollowedQuery.objects.filter(pk__in=queries, subscriptions__isnull=True).delete()


def realign(*, at: datetime) -> int:
    """Let those who follow a page follow what is on it now; returns how many subscriptions changed.

    When a page finds its resources by another search than before, its followers move to the new one and the old is
    forgotten, so that nobody follows a page twice. Followers of a page that is gone follow nothing.
    """
    changed = 0
    keys = Subscription.objects.exclude(channel="").order_by("channel").values_list("channel", flat=True).distinct()
    for key in list(keys):
        with transaction.atomic():
            changed += _realign_one(key, at)
    return changed


def _realign_one(key: str, at: datetime) -> int:
    channel = naming.channel(key)
    of_page = Subscription.objects.filter(channel=key)
    asked = normal(channel.parameters) if channel else {}
    stale = list(of_page.exclude(query__fingerprint=fingerprint(asked)) if channel else of_page)
    if channel:
        of_page.exclude(label=channel.name).update(label=channel.name)
    for old in stale:
        if channel:
            _move(old, _query(asked, at))
        else:
            old.delete()
    forget_unfollowed([old.query_id for old in stale])
    return len(stale)


def _move(old: Subscription, query: FollowedQuery) -> None:
    """To another query; what was not in a digest yet still comes."""
    known = Subscription.objects.filter(user=old.user_id, query=query).first()
    if known is None:
        Subscription.objects.filter(pk=old.pk).update(query=query)
        return
    known.matched_until = min(known.matched_until, old.matched_until)
    known.save(update_fields=["matched_until"])
    old.delete()


def _query(asked: Parameters, at: datetime) -> FollowedQuery:
    query, _ = FollowedQuery.objects.get_or_create(
        fingerprint=fingerprint(asked), defaults={"parameters": dict(asked), "created_at": at}
    )
    return query
