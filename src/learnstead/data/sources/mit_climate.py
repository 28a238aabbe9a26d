"""MIT Climate: two flat JSON feeds of articles."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.addresses import absolute
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source
from learnstead.kernel.contracts import Image, LearningResource
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.taxonomy import mapped, unmapped

SITE = "https://climate.mit.edu"
FEEDS = ("explainers", "ask-mit-climate")


def extract(run: Extraction) -> Iterator[Payload]:
    """Both feeds; each is a scope of its own."""
    for feed in FEEDS:
        with run.scope(feed):
            yield run.json(f"{SITE}/feeds/{feed}", a=list, label="articles")
            run.complete("the feed is one list")


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """Articles are documents of the category "Article"."""
    for payload in snapshot.payloads("articles"):
        yield from each(payload.json(), article, payload=payload, key=_key)


def article(item: dict[str, Any]) -> LearningResource:
    """One article of either feed."""
    parts = (item.get("summary"), item.get("footnotes"), item.get("byline"))
    picture = item.get("image_src")
    return LearningResource(
        resource_type="document",
        readable_id=item["uuid"],
        etl_source="mit_climate",
        platform="climate",
        offered_by="climate",
        resource_category="Article",
        title=unescape(item["title"]),
        description=item.get("summary"),
        full_description="\n".join(filter(None, parts)),
        url=absolute(SITE, item["url"]),
        image=Image(url=f"{SITE}{picture}", alt=item.get("image_alt") or "") if picture else None,
        topics=mapped((unescape(name) for name in (item.get("topics") or "").split("|")), offeror="climate"),
        topic_words=unmapped((unescape(name) for name in (item.get("topics") or "").split("|")), offeror="climate"),
        certification=False,
        certification_type="none",
        published=True,
    )


def _key(item: dict[str, Any]) -> str:
    return resource_key("document", "climate", item["uuid"])


SOURCE = Source(
    name="mit_climate",
    title="MIT Climate",
    transport="REST JSON feed (hardcoded URL)",
    cadence="daily 05:30",
    schedules=("30 5 * * *",),
    stale_after=timedelta(days=2),
    data="articles",
    owner="MIT Climate Portal",
    brittle="the addresses of the feeds are fixed in the source; nothing declares how many articles there are",
    scope="feed",
    hosts=("climate.mit.edu",),
    extract=extract,
    normalise=normalise,
)
