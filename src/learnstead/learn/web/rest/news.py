"""News and events."""

from typing import Annotated, Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.kernel import clock
from learnstead.learn.domain import feeds
from learnstead.learn.models import FeedItem, FeedSource
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.paging import Paged, Paging, page
from learnstead.learn.web.rest.parameters import Codes, OneOf, PathId
from learnstead.learn.web.rest.values import Moment

router = Router(tags=["news_events"])

SORTS = {
    "id": F("pk").asc(),
    "-id": F("pk").desc(),
    "news_date": F("publish_date").asc(nulls_last=True),
    "-news_date": F("publish_date").desc(nulls_last=True),
    "event_date": F("event_datetime").asc(nulls_last=True),
    "-event_date": F("event_datetime").desc(nulls_last=True),
}


class FeedImage(TypedDict):
    """A picture of an item or a feed."""

    url: str
    description: str | None
    alt: str | None


class NewsDetails(TypedDict):
    """What only news has."""

    authors: list[str]
    topics: list[str]
    publish_date: Moment | None


class EventDetails(TypedDict):
    """What only events have."""

    audience: list[str]
    location: list[str]
    event_type: list[str]
    event_datetime: Moment | None
    event_end_datetime: Moment | None


class NewsOrEvent(TypedDict):
    """A piece of news or an event; the details of the other kind are null."""

    id: int
    guid: str
    title: str
    url: str
    summary: str
    content: str
    image: FeedImage | None
    feed_type: Annotated[str, OneOf([feeds.NEWS, feeds.EVENTS])]
    source: str
    news_details: NewsDetails | None
    event_details: EventDetails | None


class NewsSource(TypedDict):
    """Where items come from."""

    id: int
    title: str
    url: str
    description: str
    feed_type: Annotated[str, OneOf([feeds.NEWS, feeds.EVENTS])]
    image: FeedImage | None


class NewsAndEvents(Paged):
    """A page of news and events."""

    results: list[NewsOrEvent]


class NewsSources(Paged):
    """A page of sources."""

    results: list[NewsSource]


class WhichItems(Paging):
    """Which news and events, in which order."""

    feed_type: Annotated[list[Annotated[str, OneOf([feeds.NEWS, feeds.EVENTS])]], Codes] = Field(
        [], description="Only this kind."
    )
    sortby: Annotated[str, OneOf(SORTS)] | None = Field(
        None, description="The order; without it by date, the latest first. With '-' downwards."
    )


class WhichSources(Paging):
    """Which sources."""

    feed_type: Annotated[list[Annotated[str, OneOf([feeds.NEWS, feeds.EVENTS])]], Codes] = Field(
        [], description="Only this kind."
    )


@router.get("/news_events/", response=NewsAndEvents, summary="News and events", operation_id="news_events_list")
def news_events(request: HttpRequest, asked: Query[WhichItems]) -> HttpResponse:
    """News, and events that are not over."""
    rows = feeds.items(at=clock.now(), feed_types=asked.feed_type)
    if asked.sortby:
        rows = rows.order_by(SORTS[asked.sortby], "pk")
    return answer(page(request, rows, asked, _item))


@router.get("/news_events/{id}/", response=NewsOrEvent, summary="One item", operation_id="news_events_retrieve")
def one_item(request: HttpRequest, id: PathId) -> HttpResponse:
    """A piece of news or an event by its id."""
    item = get_object_or_404(FeedItem, pk=id, published=True)
    return answer(_item(item), changed_at=item.changed_at)


@router.get(
    "/news_events_sources/", response=NewsSources, summary="Sources of news", operation_id="news_events_sources_list"
)
def news_events_sources(request: HttpRequest, asked: Query[WhichSources]) -> HttpResponse:
    """Where news and events come from."""
    rows = FeedSource.objects.filter(published=True).order_by("title", "pk")
    if asked.feed_type:
        rows = rows.filter(feed_type__in=asked.feed_type)
    return answer(page(request, rows, asked, _source))


def _item(one: FeedItem) -> NewsOrEvent:
    is_news = one.feed_type == feeds.NEWS
    return {
        "id": one.pk,
        "guid": one.guid,
        "title": one.title,
        "url": one.url,
        "summary": one.summary,
        "content": one.content,
        "image": _image(one.image),
        "feed_type": one.feed_type,
        "source": one.feed_url,
        "news_details": _news(one) if is_news else None,
        "event_details": None if is_news else _event(one),
    }


def _news(one: FeedItem) -> NewsDetails:
    return {"authors": one.authors, "topics": one.topics, "publish_date": one.publish_date}


def _event(one: FeedItem) -> EventDetails:
    return {
        "audience": one.audience,
        "location": one.location,
        "event_type": one.event_type,
        "event_datetime": one.event_datetime,
        "event_end_datetime": one.event_end_datetime,
    }


def _source(one: FeedSource) -> NewsSource:
    return {
        "id": one.pk,
        "title": one.title,
        "url": one.url,
        "description": one.description,
        "feed_type": one.feed_type,
        "image": _image(one.image),
    }


def _image(image: dict[str, Any] | None) -> FeedImage | None:
    if not image or not image.get("url"):
        return None
    return {"url": image["url"], "description": image.get("description"), "alt": image.get("alt")}
