"""MIT Open Learning on Medium: an RSS feed of the latest articles."""

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any

import feedparser  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.html import cleaned, without_tags
from learnstead.data.snapshot import Payload, Snapshot, WrongShape
from learnstead.data.source import Source, Thresholds
from learnstead.kernel.contracts import FeedItem, FeedSource, Image, NewsDetail

FEED = "https://medium.com/feed/open-learning"


def extract(run: Extraction) -> Iterator[Payload]:
    """The feed. It holds the latest articles only, so that one that is missing proves nothing."""
    payload = run.get(FEED, label="feed")
    _read(payload)
    yield payload


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """What the feed says about itself, then its articles."""
    for payload in snapshot.payloads("feed"):
        read = _read(payload)
        yield from each([read["feed"]], feed, payload=payload)
        yield from each(read["entries"], article, payload=payload, key=lambda entry: f"item:{entry['id']}")


def feed(channel: dict[str, Any]) -> FeedSource:
    """The feed in its own words."""
    picture = channel.get("image") or {}
    name = picture.get("title")
    return FeedSource(
        url=FEED,
        feed_type="news",
        etl_source="news_medium",
        title=channel["title"],
        description=channel.get("subtitle", ""),
        image=Image(url=picture["href"], alt=name, description=name) if picture.get("href") else None,
    )


def article(entry: dict[str, Any]) -> FeedItem:
    """One article."""
    text = entry["content"][0]["value"] if entry.get("content") else ""
    authors = [author["name"] for author in entry.get("authors", ()) if author.get("name")]
    return FeedItem(
        guid=entry["id"],
        source_url=FEED,
        feed_type="news",
        etl_source="news_medium",
        title=entry["title"],
        url=entry.get("link"),
        summary=without_tags(entry.get("summary")),
        content=cleaned(text),
        image=_first_picture(text),
        news=NewsDetail(
            authors=authors,
            topics=sorted({tag["term"] for tag in entry.get("tags", ()) if tag.get("term")}),
            publish_date=_in_utc(entry.get("published_parsed")),
        ),
    )


def _read(payload: Payload) -> Any:
    """The parsed feed. WrongShape when it is no feed, breaks off or has no articles, which feedparser minds not."""
    read = feedparser.parse(payload.content.lstrip())
    if not read.get("version") or not read["feed"].get("title"):
        raise WrongShape(f"{payload.url} did not answer with a feed; it begins {payload.text[:60]!r}")
    if read["bozo"] and not isinstance(read["bozo_exception"], feedparser.CharacterEncodingOverride):
        raise WrongShape(f"{payload.url} answered with a feed that is broken: {read['bozo_exception']}")
    if not read["entries"]:
        raise WrongShape(f"{payload.url} answered with a feed without articles")
    return read


def _first_picture(html: str) -> Image | None:
    picture = LexborHTMLParser(html).css_first("figure img[src]") if html else None
    if picture is None or not picture.attributes["src"]:
        return None
    alt = picture.attributes.get("alt") or ""
    return Image(url=picture.attributes["src"], alt=alt, description=alt)


def _in_utc(parsed: struct_time | None) -> datetime | None:
    return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC) if parsed else None


SOURCE = Source(
    name="news_medium",
    title="Medium (news)",
    transport="RSS feedparser (hardcoded URL)",
    cadence="every 3h",
    schedules=("0 */3 * * *",),
    stale_after=timedelta(days=1),
    data="blog posts",
    owner="MIT Open Learning",
    brittle="the address is fixed in the source; the feed holds the latest articles only",
    hosts=("medium.com",),
    thresholds=Thresholds(most_missing=1.0),  # articles slide out of the feed; they stay in the catalogue
    extract=extract,
    normalise=normalise,
)
