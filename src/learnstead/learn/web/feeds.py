"""News and events, as pages."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from learnstead.kernel import clock
from learnstead.learn.domain import feeds
from learnstead.learn.models import FeedItem, FeedSource

PER_PAGE = 12


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The latest news."""
    return render(request, "learn/news.html", {"page": _page(request, feeds.news())})


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Events to come; those that are over with ``?past``."""
    past, now = "past" in request.GET, clock.now()
    found = feeds.past_events(at=now) if past else feeds.coming_events(at=now)
    return render(request, "learn/events.html", {"page": _page(request, found), "past": past})


@require_safe
def item(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """One piece of news, or one event."""
    found = get_object_or_404(FeedItem, feed_type=kind, slug=slug, published=True)
    source = FeedSource.objects.filter(feed_type=kind, url=found.feed_url).first()
    ends = found.event_end_datetime or found.event_datetime
    over = bool(ends and ends < clock.now())
    return render(request, f"learn/{kind}_item.html", {"item": found, "source": source, "over": over})


def _page(request: HttpRequest, found: QuerySet[FeedItem]) -> object:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
