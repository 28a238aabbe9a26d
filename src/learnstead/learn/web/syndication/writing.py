"""A feed as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

import json
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from typing import NamedTuple
from xml.etree import ElementTree as ET

from learnstead.learn.web.syndication.documents import Document, Item, child, written

ATOM = "http://www.w3.org/2005/Atom"
CREATOR = "http://purl.org/dc/elements/1.1/"
NAME = "Learnstead"
ET.register_namespace("atom", ATOM)
ET.register_namespace("dc", CREATOR)


def rss(feed: Document) -> bytes:
    """RSS 2.0, with the address of its own that validators ask for."""
    root = ET.Element("rss", {"version": "2.0"})
    channel = child(root, "channel")
    rss_head(channel, feed)
    for item in feed.items:
        _rss_item(child(channel, "item"), item)
    return written(root)


def rss_head(channel: ET.Element, feed: Document) -> None:
    """What every channel says of itself."""
    child(channel, "title", feed.title)
    child(channel, "link", feed.page)
    child(channel, "description", feed.description)
    child(channel, "language", "en")
    child(channel, "lastBuildDate", format_datetime(feed.updated))
    child(channel, f"{{{ATOM}}}link", href=feed.address, rel="self", type="application/rss+xml")


def _rss_item(element: ET.Element, item: Item) -> None:
    child(element, "title", item.title)
    child(element, "link", item.url)
    child(element, "guid", item.id, isPermaLink="true")
    child(element, "pubDate", format_datetime(item.published))
    child(element, "description", item.html)
    for name in item.authors:
        child(element, f"{{{CREATOR}}}creator", name)
    for name in item.categories:
        child(element, "category", name)


def atom(feed: Document) -> bytes:
    """Atom; what has no author of its own is by us."""
    root = ET.Element(f"{{{ATOM}}}feed")
    _atom(root, "id", feed.address)
    _atom(root, "title", feed.title)
    _atom(root, "subtitle", feed.description)
    _atom(root, "updated", feed.updated.isoformat())
    _atom(root, "link", rel="self", href=feed.address, type="application/atom+xml")
    _atom(root, "link", rel="alternate", href=feed.page, type="text/html")
    _atom(_atom(root, "author"), "name", NAME)
    for item in feed.items:
        _atom_entry(_atom(root, "entry"), item)
    return written(root)


def _atom_entry(entry: ET.Element, item: Item) -> None:
    _atom(entry, "id", item.id)
    _atom(entry, "title", item.title)
    _atom(entry, "link", rel="alternate", href=item.url)
    _atom(entry, "published", item.published.isoformat())
    _atom(entry, "updated", item.updated.isoformat())
    for name in item.authors:
        _atom(_atom(entry, "author"), "name", name)
    for name in item.categories:
        _atom(entry, "category", term=name)
    _atom(entry, "summary", item.html, type="html")


def _atom(parent: ET.Element, name: str, text: str = "", /, **attributes: str) -> ET.Element:
    return child(parent, f"{{{ATOM}}}{name}", text, **attributes)


def json_feed(feed: Document) -> bytes:
    """JSON Feed 1.1."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": "en",
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(value, ensure_ascii=False).encode()


def _json_item(item: Item) -> dict[str, object]:
    value: dict[str, object] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        "tags": list(item.categories),
        "authors": [{"name": name} for name in item.authors],
    }
    return {key: worth for key, worth in value.items() if worth or key == "content_html"}


class Format(NamedTuple):
    """A way to write a feed."""

    media_type: str
    write: Callable[[Document], bytes]


FORMATS: Mapping[str, Format] = {
    "rss": Format("application/rss+xml", rss),
    "atom": Format("application/atom+xml", atom),
    "json": Format("application/feed+json", json_feed),
}
