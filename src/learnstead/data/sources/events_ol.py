"""MIT Open Learning events: a Drupal site's JSON:API, the latest event first."""

from collections.abc import Generator, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urljoin

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import SURPRISES, Candidate, Given, Quarantined, each
from learnstead.data.paging import next_page
from learnstead.data.parsing.dates import is_over, local_moment
from learnstead.data.parsing.html import cleaned
from learnstead.data.shapes import shaped
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source, Thresholds
from learnstead.kernel.contracts import EventDetail, FeedItem, FeedSource, Gone, Image
from learnstead.kernel.errors import LearnsteadError, Terminal
from learnstead.ports.egress import FetchRefused

SITE = "https://openlearning.mit.edu"
PAGE = f"{SITE}/events/"
LIST = f"{SITE}/jsonapi/node/event"
TERMS = ("field_location_tag", "field_event_audience", "field_event_category")
MEDIA, FILE = "field_event_image", "field_media_image"
MOST_PAGES = 100

Item = Mapping[str, Any]
Details = Mapping[tuple[str, str], Payload]


def extract(run: Extraction) -> Iterator[Payload]:
    """Pages until the events on one are all over, or the last; for each event to come, what it refers to."""
    for payload in _pages(run):
        yield payload
        items = payload.json()["data"]
        over = [_is_over(item, now=run.now) for item in items]
        for item, is_past in zip(items, over, strict=True):
            if is_past is False:
                yield from _what_it_refers_to(run, item)
        if all(over):
            run.complete("every event to come, up to a page of past ones")
            return


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """The feed, then its events."""
    found = (payload for payload in snapshot.payloads() if "event" in payload.exchange.about)
    details = {(payload.exchange.about["event"], payload.label): payload for payload in found}
    for number, payload in enumerate(snapshot.payloads("events")):
        if number == 0:
            yield from each([payload], lambda _: feed(), payload=payload)
        yield from each(
            payload.json()["data"], partial(event, details=details, now=given.now), payload=payload, key=_key
        )


def feed() -> FeedSource:
    """The site says nothing about its list of events."""
    return FeedSource(
        url=PAGE,
        feed_type="events",
        etl_source="events_ol",
        title="Open Learning Events",
        description="Talks, webinars and workshops of MIT Open Learning.",
    )


def event(item: Item, *, details: Details, now: datetime) -> FeedItem | Gone:
    """One event; it is gone when it is over. ValueError for one without a date."""
    begins, ends = _times(item)
    if is_over(begins, ends, now=now):
        return Gone(key=_key(item), reason=f"the event ended on {ends:%Y-%m-%d}")
    says = item["attributes"]
    body = says.get("body") or {}
    location, audience, kind = (_names(item, field, details) for field in TERMS)
    return FeedItem(
        guid=item["id"],
        source_url=PAGE,
        feed_type="events",
        etl_source="events_ol",
        title=says["title"],
        url=urljoin(SITE, (says["path"] or {}).get("alias") or f"/node/{says['drupal_internal__nid']}"),
        summary=cleaned(body.get("summary") or body.get("value")),
        content=cleaned(body.get("value")),
        image=_image(item, details),
        event=EventDetail(audience=audience, location=location, event_type=kind, event_datetime=begins),
    )


def _pages(run: Extraction) -> Iterator[Payload]:
    address: str | None = LIST
    query: Mapping[str, str] | None = {"sort": "-field_event_date.value"}
    seen: set[str] = set()
    while address:
        payload = run.json(address, has=["data"], query=query, label="events")
        if payload.sha256 in seen:
            run.note(f"{payload.url} is the same as a page before; went no further, so that nothing proves this is all")
            return
        if len(seen) == MOST_PAGES:
            raise Terminal(f"{LIST} has more than {MOST_PAGES} pages with events to come; look at what it answers")
        seen.add(payload.sha256)
        yield payload
        following = (payload.json().get("links") or {}).get("next") or {}
        address, query = next_page(LIST, following.get("href")), None
    run.complete(f"the last of {len(seen)} pages was reached")


def _what_it_refers_to(run: Extraction, item: Item) -> Iterator[Payload]:
    """Terms, picture and its file; when one of them cannot be had, the event waits for the next run as it was."""
    try:
        for field in (*TERMS, MEDIA):
            found = yield from _related(run, item, item, field)
            if field == MEDIA and found and found.get("data"):
                yield from _related(run, item, found["data"], FILE)
    except (LearnsteadError, *SURPRISES) as problem:
        run.note(f"{problem}; the event {item['id']} stays as it was")


def _related(run: Extraction, item: Item, holder: Item, field: str) -> Generator[Payload, None, Any]:
    link = holder["relationships"][field]
    if not link["data"]:
        return None
    address, about = link["links"]["related"]["href"], {"event": item["id"]}
    try:
        payload = run.json(address, has=["data"], label=field, about=about)
    except FetchRefused as problem:
        run.note(f"{problem}; went on without")
        payload = run.keep(b'{"data": null}', label=field, url=address, about=about)
    yield payload
    return shaped(payload)


def _times(item: Item) -> tuple[datetime, datetime]:
    when = item["attributes"]["field_event_date"] or {}
    begins, ends = local_moment(when.get("value")), local_moment(when.get("end_value"))
    if begins is None:
        raise ValueError("the event has no date")
    return begins, max(begins, ends or begins)


def _is_over(item: Item, *, now: datetime) -> bool | None:
    """None when nobody knows."""
    try:
        return is_over(*_times(item), now=now)
    except SURPRISES:
        return None


def _detail(item: Item, holder: Item, field: str, details: Details) -> Any:
    """What it refers to; None when to nothing. KeyError when nothing is said of it, or it was not fetched."""
    meant = holder["relationships"][field]["data"]
    if not meant:
        return None
    found = details[(item["id"], field)].json()["data"]
    if not _ids(found) <= _ids(meant):
        raise ValueError(f"{field} leads to something else than it says")
    return found


def _ids(of: Any) -> set[str]:
    return {one["id"] for one in (of if isinstance(of, list) else [of] if of else [])}


def _names(item: Item, field: str, details: Details) -> list[str]:
    terms = _detail(item, item, field, details) or []
    names = (term["attributes"]["name"] for term in (terms if isinstance(terms, list) else [terms]))
    return list(dict.fromkeys(names))


def _image(item: Item, details: Details) -> Image | None:
    media = _detail(item, item, MEDIA, details)
    file = _detail(item, media, FILE, details) if media else None
    if not file:
        return None
    words = media["relationships"][FILE]["data"].get("meta") or {}
    address = urljoin(SITE, file["attributes"]["uri"]["url"])
    return Image(url=address, alt=words.get("alt"), description=words.get("title"))


def _key(item: Item) -> str:
    return f"item:{item['id']}"


SOURCE = Source(
    name="events_ol",
    title="OL events",
    transport="REST Drupal JSON:API (hardcoded URL)",
    cadence="every 3h",
    schedules=("50 */3 * * *",),
    stale_after=timedelta(days=1),
    data="events",
    owner="MIT Open Learning",
    brittle="the address is fixed in the source; an event is spread over six answers",
    hosts=("openlearning.mit.edu",),
    thresholds=Thresholds(most_quarantined=0.5),  # there are few at a time
    extract=extract,
    normalise=normalise,
)
