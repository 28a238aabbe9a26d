"""News and events: as pages, as feeds and as calendars."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.kernel import clock, prose
from learnstead.learn.domain import feeds
from learnstead.learn.models import FeedItem, FeedSource
from learnstead.learn.web import heads
from learnstead.learn.web.addresses import absolute
from learnstead.learn.web.heads import Crumb, Feed
from learnstead.learn.web.linked_data import happenings
from learnstead.learn.web.linked_data import pages as linked
from learnstead.learn.web.syndication import calendars
from learnstead.learn.web.syndication.documents import Document, Item, answer
from learnstead.learn.web.syndication.writing import FORMATS

PER_PAGE = 12
MOST_ITEMS = 50
MOST_EVENTS = 500
TITLES = {feeds.NEWS: "News", feeds.EVENTS: "Events"}
LEADS = {
    feeds.NEWS: "What those who offer these courses and programs have to say.",
    feeds.EVENTS: "Talks, webinars and days on which to ask questions, by those who offer these courses and programs.",
}


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The latest news."""
    return render(request, "learn/news.html", _listed(request, feeds.NEWS, feeds.news()))


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Events to come; those that are over with ``?past``."""
    past, now = "past" in request.GET, clock.now()
    found = feeds.past_events(at=now) if past else feeds.coming_events(at=now)
    return render(request, "learn/events.html", {**_listed(request, feeds.EVENTS, found), "past": past})


@require_safe
def item(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """One piece of news, or one event."""
    found = get_object_or_404(FeedItem, feed_type=kind, slug=slug)
    if not found.published:
        reason = f"“{found.title}” was listed here once, and its source has withdrawn it."
        return render(request, "410.html", {"reason": reason}, status=410)
    source = FeedSource.objects.filter(feed_type=kind, url=found.feed_url).first()
    ends = found.event_end_datetime or found.event_datetime
    trail = [_home(), Crumb(TITLES[kind], reverse(f"learn:{kind}")), Crumb(found.title)]
    describe = happenings.news if kind == feeds.NEWS else happenings.event
    context = {
        "item": found,
        "source": source,
        "over": bool(ends and ends < clock.now()),
        "crumbs": trail,
        "head": heads.head(
            title=found.title,
            path=found.get_absolute_url(),
            description=prose.text_of_html(found.summary or found.content).replace("\n", " "),
            kind="article" if kind == feeds.NEWS else "website",
            data=[describe(found, source)],
            crumbs=trail,
        ),
    }
    return render(request, f"learn/{kind}_item.html", context)


@require_safe
def feed(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """The latest news, or the coming events, for programs that follow them."""
    if form not in FORMATS:
        raise Http404
    found = feeds.news() if kind == feeds.NEWS else feeds.coming_events(at=clock.now())
    document = Document(
        title=f"{TITLES[kind]} on Learnstead",
        description=LEADS[kind],
        page=absolute(reverse(f"learn:{kind}")),
        address=absolute(reverse(f"learn:{kind}_feed", args=[form])),
        items=[_item(one) for one in found[:MOST_ITEMS]],
    )
    return answer(request, FORMATS[form].write(document), FORMATS[form].media_type)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All coming events, to be subscribed to by a calendar."""
    return answer(request, calendars.calendar(feeds.coming_events(at=clock.now())[:MOST_EVENTS]), calendars.MEDIA_TYPE)


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, to be put into a calendar."""
    found = get_object_or_404(FeedItem, feed_type=feeds.EVENTS, slug=slug, published=True, event_datetime__isnull=False)
    response = answer(request, calendars.calendar([found]), calendars.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return response


def _listed(request: HttpRequest, kind: str, found: QuerySet[FeedItem]) -> dict[str, Any]:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    trail = [_home(), Crumb(TITLES[kind])]
    entries = [(one.title, one.get_absolute_url()) for one in page.object_list]
    head = heads.head(
        title=TITLES[kind],
        path=request.path,
        description=LEADS[kind],
        data=[linked.pages_list(TITLES[kind], entries, first=page.start_index())],
        crumbs=trail,
        feeds=_autodiscovered(kind),
    )
    return {"page": page, "lead": LEADS[kind], "crumbs": trail, "head": head}


def _autodiscovered(kind: str) -> Sequence[Feed]:
    return [
        Feed(f"{TITLES[kind]} ({form})", reverse(f"learn:{kind}_feed", args=[form]), FORMATS[form].media_type)
        for form in FORMATS
    ]


def _item(one: FeedItem) -> Item:
    return Item(
        id=absolute(one.get_absolute_url()),
        title=one.title,
        html=one.summary or one.content,
        published=one.publish_date or one.event_datetime or one.changed_at,
        updated=one.changed_at,
        authors=one.authors,
        categories=one.topics or one.event_type,
    )


def _home() -> Crumb:
    return Crumb("Home", reverse("learn:home"))
