"""Rows of news and events, and of the feeds they come from."""

import hashlib
from base64 import b32encode
from typing import Any

import msgspec

from learnstead.kernel.contracts import EventDetail, FeedItem, FeedSource, Image, NewsDetail
from learnstead.kernel.slugs import slug_for
from learnstead.learn.domain import bulk
from learnstead.learn.domain.offering import known
from learnstead.learn.domain.versions import Current, touched
from learnstead.learn.domain.writing.cells import address, clean
from learnstead.learn.domain.writing.context import Writing
from learnstead.learn.models import FeedItem as Item
from learnstead.learn.models import FeedSource as Feed

AT_ONCE = 500
SLUG_LENGTH = 80
FEED_COLUMNS = (
    "source", "is_demo", "feed_type", "url", "etl_source", "title", "description", "image", "published",
)  # fmt: skip
FEEDS = bulk.Target(model=Feed, columns=FEED_COLUMNS, key=("source", "feed_type", "url"))
ITEM_COLUMNS = (
    "source", "is_demo", "guid", "slug", "feed_url", "feed_type", "etl_source", "title", "url", "summary", "content",
    "image", "authors", "topics", "publish_date", "audience", "location", "event_type", "event_datetime",
    "event_end_datetime", "published", "changed_at",
)  # fmt: skip
ITEMS = bulk.Target(model=Item, columns=ITEM_COLUMNS, key=("source", "guid"), once=("slug",))

_FEED: msgspec.json.Decoder[FeedSource] = msgspec.json.Decoder(FeedSource)
_ITEM: msgspec.json.Decoder[FeedItem] = msgspec.json.Decoder(FeedItem)


def write(writing: Writing) -> None:
    """Write the feeds and items that differ; what is gone is unpublished and keeps its address."""
    for batch in touched(writing.source, "feed_source", at_once=AT_ONCE):
        for one in (one for one in batch if not one.body):
            _, feed_type, url = one.key.split(":", 2)
            Feed.objects.filter(source=writing.source, feed_type=feed_type, url=url).update(published=False)
        bulk.upsert(FEEDS, [_feed(one, feed, writing) for one, feed in writing.decoded(batch, _FEED)])
    for batch in touched(writing.source, "feed_item", at_once=AT_ONCE):
        gone = [one.key.partition(":")[2] for one in batch if not one.body]
        Item.objects.filter(source=writing.source, guid__in=gone).update(published=False, changed_at=writing.at)
        bulk.upsert(ITEMS, [_item(one, item, writing) for one, item in writing.decoded(batch, _ITEM)])


def _feed(one: Current, feed: FeedSource, writing: Writing) -> list[Any]:
    return [
        writing.source,
        one.is_demo,
        feed.feed_type,
        feed.url,
        feed.etl_source,
        known(feed.title, ""),
        known(feed.description, ""),
        _image(known(feed.image, None)),
        True,
    ]


def _item(one: Current, item: FeedItem, writing: Writing) -> list[Any]:
    news, event = known(item.news, NewsDetail()), known(item.event, EventDetail())
    values = {
        "source": writing.source,
        "is_demo": one.is_demo,
        "guid": item.guid,
        "slug": _slug(item, writing),
        "feed_url": item.source_url,
        "feed_type": item.feed_type,
        "etl_source": item.etl_source,
        "title": known(item.title, ""),
        "url": address(item.url),
        "summary": clean(item.summary),
        "content": clean(item.content),
        "image": _image(known(item.image, None)),
        "authors": news.authors,
        "topics": news.topics,
        "publish_date": news.publish_date,
        "audience": event.audience,
        "location": event.location,
        "event_type": event.event_type,
        "event_datetime": event.event_datetime,
        "event_end_datetime": event.event_end_datetime,
        "published": True,
        "changed_at": writing.at,
    }
    return [values[name] for name in ITEM_COLUMNS]


def _slug(item: FeedItem, writing: Writing) -> str:
    word = b32encode(hashlib.sha256(f"{writing.source} {item.guid}".encode()).digest()[:5]).decode().lower()
    return f"{slug_for(known(item.title, ''), length=SLUG_LENGTH)}-{word}".strip("-")


def _image(image: Image | None) -> str | None:
    return msgspec.json.encode(image).decode() if image else None
