"""News and events."""

from typing import Literal

from msgspec import UNSET

from learnstead.kernel.contracts.fields import Address, Clearable, Code, Id, Line, Maybe, Moment
from learnstead.kernel.contracts.resources import Image, Part

FeedType = Literal["news", "events"]


class FeedSource(Part, frozen=True, tag_field="record", tag="feed_source"):
    """Where items come from; its key is type and address."""

    url: Address
    feed_type: FeedType
    etl_source: Code
    title: Maybe[Line] = UNSET
    description: Clearable[str] = UNSET
    image: Clearable[Image] = UNSET


class NewsDetail(Part, frozen=True):
    """What only news has."""

    authors: list[str] = []
    topics: list[str] = []
    publish_date: Moment | None = None


class EventDetail(Part, frozen=True):
    """What only events have."""

    audience: list[str] = []
    location: list[str] = []
    event_type: list[str] = []
    event_datetime: Moment | None = None
    event_end_datetime: Moment | None = None


class FeedItem(Part, frozen=True, tag_field="record", tag="feed_item"):
    """One piece of news or one event; exactly one of ``news`` and ``event`` is there."""

    guid: Id
    source_url: Address
    feed_type: FeedType
    etl_source: Code
    title: Maybe[Line] = UNSET
    url: Clearable[Address] = UNSET
    summary: Clearable[str] = UNSET
    content: Clearable[str] = UNSET
    image: Clearable[Image] = UNSET
    news: Maybe[NewsDetail] = UNSET
    event: Maybe[EventDetail] = UNSET
