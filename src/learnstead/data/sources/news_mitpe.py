"""MIT Professional Education news: numbered pages of a JSON feed."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.addresses import absolute
from learnstead.data.parsing.dates import local_moment
from learnstead.data.parsing.html import unescaped
from learnstead.data.parsing.numbered_pages import numbered_pages
from learnstead.data.parsing.people import people_in
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source
from learnstead.kernel.contracts import FeedItem, FeedSource, Image, NewsDetail

SITE = "https://professional.mit.edu"
PAGE = f"{SITE}/news"


def extract(run: Extraction) -> Iterator[Payload]:
    """All pages."""
    yield from numbered_pages(run, f"{SITE}/feeds/news/", label="news")


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """The feed, then its articles."""
    for number, payload in enumerate(snapshot.payloads("news")):
        if number == 0:
            yield from each([payload], lambda _: feed(), payload=payload)
        yield from each(payload.json(), article, payload=payload, key=lambda item: f"item:{item['id']}")


def feed() -> FeedSource:
    """The feed itself says nothing about itself."""
    return FeedSource(
        url=PAGE,
        feed_type="news",
        etl_source="news_mitpe",
        title="MIT Professional Education News",
        description="News and updates from MIT Professional Education.",
    )


def article(item: dict[str, Any]) -> FeedItem:
    """One article; the feed has no more of its text than the summary."""
    title = unescape(item["title"])
    summary = unescaped(item["summary"])
    picture = item["image"]
    return FeedItem(
        guid=item["id"],
        source_url=PAGE,
        feed_type="news",
        etl_source="news_mitpe",
        title=title,
        url=absolute(SITE, item["url"]),
        summary=summary,
        content=summary,
        image=Image(url=urljoin(SITE, picture), alt=title, description=title) if picture else None,
        news=NewsDetail(authors=people_in(item["author"]), publish_date=local_moment(item["date"])),
    )


SOURCE = Source(
    name="news_mitpe",
    title="MIT Professional Education news",
    transport="REST Drupal feeds JSON",
    cadence="every 3h",
    schedules=("10 */3 * * *",),
    stale_after=timedelta(days=1),
    data="news articles",
    owner="MIT Professional Education",
    hosts=("professional.mit.edu",),
    extract=extract,
    normalise=normalise,
)
