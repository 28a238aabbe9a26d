"""MIT Professional Education events: numbered pages of a JSON feed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urljoin

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.addresses import absolute
from learnstead.data.parsing.dates import event_times, is_over
from learnstead.data.parsing.html import unescaped
from learnstead.data.parsing.numbered_pages import numbered_pages
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source
from learnstead.kernel.contracts import EventDetail, FeedItem, FeedSource, Gone, Image

SITE = "https://professional.mit.edu"
PAGE = f"{SITE}/events"
EVERYBODY = ["Faculty", "MIT Community", "Public", "Students"]


def extract(run: Extraction) -> Iterator[Payload]:
    """All pages."""
    yield from numbered_pages(run, f"{SITE}/feeds/events/", label="events")


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """The feed, then its events."""
    for number, payload in enumerate(snapshot.payloads("events")):
        if number == 0:
            yield from each([payload], lambda _: feed(), payload=payload)
        yield from each(payload.json(), partial(event, now=given.now), payload=payload, key=_key)


def feed() -> FeedSource:
    """The feed itself says nothing about itself."""
    return FeedSource(
        url=PAGE,
        feed_type="events",
        etl_source="events_mitpe",
        title="MIT Professional Education Events",
        description="MIT Professional Education events.",
    )


def event(item: dict[str, Any], *, now: datetime) -> FeedItem | Gone:
    """One event; it is gone when its end has passed."""
    begins, ends = event_times(item["start_date"], item["end_date"], item["time_range"])
    if is_over(begins, ends, now=now):
        return Gone(key=_key(item), reason=f"the event ended on {ends:%Y-%m-%d}")
    summary, picture = unescaped(item["summary"]), item["image"]
    return FeedItem(
        guid=item["id"],
        source_url=PAGE,
        feed_type="events",
        etl_source="events_mitpe",
        title=unescape(item["title"]),
        url=absolute(SITE, item["url"]),
        summary=summary,
        content=summary,
        image=Image(url=urljoin(SITE, picture), alt=item["title"], description=item["title"]) if picture else None,
        event=EventDetail(audience=EVERYBODY, event_datetime=begins, event_end_datetime=ends),
    )


def _key(item: dict[str, Any]) -> str:
    return f"item:{item['id']}"


SOURCE = Source(
    name="events_mitpe",
    title="MIT Professional Education events",
    transport="REST Drupal feeds JSON",
    cadence="every 3h",
    schedules=("20 */3 * * *",),
    stale_after=timedelta(days=1),
    data="events",
    owner="MIT Professional Education",
    hosts=("professional.mit.edu",),
    extract=extract,
    normalise=normalise,
)
