"""MIT Sloan Executive Education blog: a content list of a Salesforce site."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.aura import content_lists, items_in
from learnstead.data.parsing.dates import local_moment
from learnstead.data.parsing.html import cleaned
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source, Thresholds
from learnstead.kernel.contracts import FeedItem, FeedSource, Image, NewsDetail

SITE = "https://exec.mit.edu"
PAGE = "/s/blog"
LATEST_POSTS = {
    "id": "111;a",
    "descriptor": "apex://CMSContentController/ACTION$fetchTopicPage",
    "callingDescriptor": "markup://c:CMS_BlogPostList",
    "params": {
        "contentType": "Blog_Post",
        "topicName": "",
        "pageSize": 20,
        "pageNumber": 0,
        "sortFields": ["DateTime1"],
        "AscDesc": "DESC",
    },
}


def extract(run: Extraction) -> Iterator[Payload]:
    """The twenty latest posts, so that one that is missing proves nothing."""
    query = {"r": "15", "other.CMSContent.fetchTopicPage": "1"}
    yield content_lists(run, SITE, page=PAGE, query=query, actions=[LATEST_POSTS], label="posts")


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """The feed, then its posts."""
    for payload in snapshot.payloads("posts"):
        yield from each([payload], lambda _: feed(), payload=payload)
        yield from each(items_in(payload), post, payload=payload, key=lambda item: f"item:{item['managedContentId']}")


def feed() -> FeedSource:
    """The site says nothing about its blog."""
    return FeedSource(
        url=f"{SITE}{PAGE}",
        feed_type="news",
        etl_source="news_sloan_exec",
        title="MIT Sloan Executive Education",
        description="MIT Sloan Executive Education",
    )


def post(item: dict[str, Any]) -> FeedItem:
    """One post; what it says is HTML that was escaped once more."""
    nodes = item["contentNodes"]
    topics = (item.get("associations") or {}).get("topics") or ()
    author = unescape(_value(nodes, "Quote_Author")).strip()
    return FeedItem(
        guid=item["managedContentId"],
        source_url=f"{SITE}{PAGE}",
        feed_type="news",
        etl_source="news_sloan_exec",
        title=unescape(item["title"]),
        url=_address(item),
        summary=cleaned(unescape(_value(nodes, "Summary"))),
        content=cleaned(unescape(_value(nodes, "First_Section_Content"))),
        image=_image(nodes.get("Featured_Image") or {}),
        news=NewsDetail(
            authors=[author] if author else [],
            topics=[unescape(topic["name"]) for topic in topics if topic],
            publish_date=local_moment(item.get("publishedDate")),
        ),
    )


def _address(item: dict[str, Any]) -> str:
    if not item["contentUrlName"]:
        raise ValueError("the post has no address")
    return f"{SITE}/s/blog-post/{item['contentUrlName']}-{item['managedContentId']}"


def _value(nodes: dict[str, Any], name: str) -> str:
    return str((nodes.get(name) or {}).get("value") or "")


def _image(node: dict[str, Any]) -> Image | None:
    if not node.get("url"):
        return None
    return Image(url=urljoin(SITE, node["url"]), alt=node.get("altText") or "", description=node.get("title") or "")


SOURCE = Source(
    name="news_sloan_exec",
    title="Sloan exec news",
    transport="Salesforce Aura POST (token-scraped)",
    cadence="every 3h",
    schedules=("30 */3 * * *",),
    stale_after=timedelta(days=1),
    data="news",
    owner="MIT Sloan Executive Education",
    brittle="two ids are read out of the page's markup, which changes without notice; only the latest posts come",
    hosts=("exec.mit.edu",),
    thresholds=Thresholds(most_missing=1.0),  # posts slide out of the list; they stay in the catalogue
    extract=extract,
    normalise=normalise,
)
