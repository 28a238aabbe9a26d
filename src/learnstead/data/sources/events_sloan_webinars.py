"""MIT Sloan Executive Education webinars: content lists of a Salesforce site, with dates in prose."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urljoin

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.aura import content_lists, items_in
from learnstead.data.parsing.dates import is_over, told_in_prose
from learnstead.data.parsing.html import cleaned, plain_text
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source, Thresholds
from learnstead.kernel.contracts import EventDetail, FeedItem, FeedSource, Gone, Image

SITE = "https://exec.mit.edu"
PAGE = "/s/webinars"
EVERYBODY = ["Faculty", "MIT Community", "Public", "Students"]
MOST = 20


def _list_of(action: str, *, shown_by: str, content: str, topic: str) -> dict[str, Any]:
    return {
        "id": action,
        "descriptor": "apex://CMSContentController/ACTION$fetchTopicPage",
        "callingDescriptor": f"markup://c:{shown_by}",
        "params": {"contentType": content, "topicName": topic, "pageSize": MOST, "pageNumber": 0},
    }


UPCOMING = _list_of("192;a", shown_by="CMS_ThreeCardDisplay", content="Card_Display_Item", topic="Upcoming Webinars")


def extract(run: Extraction) -> Iterator[Payload]:
    """The upcoming webinars; fewer than fit on a page are all there are."""
    shown = ("CMSContent.fetchImage", "CMSContent.fetchImages", "CMSNav.fetchHeaderMessage", "CMSNav.isLoggedIn")
    query = {"r": "1", "other.CMSContent.fetchTopicPage": "2", **{f"other.{name}": "1" for name in shown}}
    payload = content_lists(run, SITE, page=PAGE, query=query, actions=[UPCOMING], label="webinars")
    if (came := len(items_in(payload))) < MOST:
        run.complete(f"{came} came, and {MOST} fit on a page")
    yield payload


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """The feed, then its webinars."""
    for payload in snapshot.payloads("webinars"):
        yield from each([payload], lambda _: feed(), payload=payload)
        cards = [item for item in items_in(payload) if item.get("contentKey")]
        yield from each(cards, partial(webinar, now=given.now), payload=payload, key=_key)


def feed() -> FeedSource:
    """The site says nothing about its webinars."""
    return FeedSource(
        url=f"{SITE}{PAGE}",
        feed_type="events",
        etl_source="events_sloan_webinars",
        title="MIT Sloan Executive Education Webinars",
        description="MIT Sloan Executive Education Webinars",
    )


def webinar(card: dict[str, Any], *, now: datetime) -> FeedItem | Gone | None:
    """One webinar; None for a card that announces no day ("January - December"), gone when it is over."""
    nodes = card["contentNodes"]
    when = told_in_prose(unescape(nodes["Image_Text"]["value"]), now=now)
    if when is None:
        return None
    begins, ends = when
    if is_over(begins, ends, now=now):
        return Gone(key=_key(card), reason=f"the webinar ended on {ends:%Y-%m-%d}")
    summary = plain_text(unescape(_value(nodes, "Summary") or _value(nodes, "Description")))
    topics = (card.get("associations") or {}).get("topics") or ()
    return FeedItem(
        guid=card["contentKey"],
        source_url=f"{SITE}{PAGE}",
        feed_type="events",
        etl_source="events_sloan_webinars",
        title=unescape(card["title"]),
        url=_value(nodes, "CTA_Button_URL") or f"{SITE}{PAGE}",
        summary=summary,
        content=cleaned(unescape(_value(nodes, "Full_Webinar_Summary"))) or summary,
        image=_image(nodes.get("Card_Image") or {}),
        event=EventDetail(
            audience=EVERYBODY,
            location=["Online"],
            event_type=[topic["name"] for topic in topics],
            event_datetime=begins,
            event_end_datetime=ends if ends > begins else None,
        ),
    )


def _key(card: dict[str, Any]) -> str:
    return f"item:{card['contentKey']}"


def _value(nodes: dict[str, Any], name: str) -> str:
    return str((nodes.get(name) or {}).get("value") or "")


def _image(node: dict[str, Any]) -> Image | None:
    alt = node.get("altText") or ""
    return Image(url=urljoin(SITE, node["url"]), alt=alt, description=alt) if node.get("url") else None


SOURCE = Source(
    name="events_sloan_webinars",
    title="Sloan exec webinars",
    transport="Salesforce Aura POST (token-scraped)",
    cadence="every 3h",
    schedules=("40 */3 * * *",),
    stale_after=timedelta(days=1),
    data="webinars",
    owner="MIT Sloan Executive Education",
    brittle="two ids are read out of the page's markup, which changes without notice; dates are prose",
    hosts=("exec.mit.edu",),
    thresholds=Thresholds(most_quarantined=0.5),  # there are few at a time
    extract=extract,
    normalise=normalise,
)
