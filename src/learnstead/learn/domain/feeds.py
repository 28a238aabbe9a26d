"""News and events: what people are shown, in which order. Nothing here writes."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from learnstead.learn.models import FeedItem

NEWS, EVENTS = "news", "events"


def news() -> QuerySet[FeedItem]:
    """News, the latest first."""
    return FeedItem.objects.filter(feed_type=NEWS, published=True).order_by("-publish_date", "pk")


def coming_events(*, at: datetime) -> QuerySet[FeedItem]:
    """Events that are not over, the next first. An event without an end is over when it has begun."""
    return _events(Q(ends__gte=at)).order_by("event_datetime", "pk")


def past_events(*, at: datetime) -> QuerySet[FeedItem]:
    """Events that are over, the latest first."""
    return _events(Q(ends__lt=at)).order_by("-event_datetime", "pk")


def items(*, at: datetime, feed_types: list[str]) -> QuerySet[FeedItem]:
    """News and coming events together, in the order of their dates, the latest first; of some kinds when asked."""
    wanted = FeedItem.objects.filter(published=True).annotate(
        happens=Coalesce("publish_date", "event_datetime"), ends=Coalesce("event_end_datetime", "event_datetime")
    )
    wanted = wanted.filter(Q(feed_type=NEWS) | Q(ends__gte=at))
    if feed_types:
        wanted = wanted.filter(feed_type__in=feed_types)
    return wanted.order_by("-happens", "pk")


def _events(which: Q) -> QuerySet[FeedItem]:
    ending = FeedItem.objects.annotate(ends=Coalesce("event_end_datetime", "event_datetime"))
    return ending.filter(which, feed_type=EVENTS, published=True)
