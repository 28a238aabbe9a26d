"""Podcasts as players of podcasts read them: RSS 2.0 with the words of iTunes and of Podcasting 2.0."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from learnstead.learn.web.syndication.documents import Document, Item, child, written
from learnstead.learn.web.syndication.writing import NAME, rss_head

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
# The namespace in which Podcasting 2.0 makes ids of the addresses of feeds.
IDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
ET.register_namespace("itunes", ITUNES)
ET.register_namespace("podcast", PODCAST)


@dataclass(frozen=True)
class Transcript:
    """What is said, at an address here."""

    url: str
    media_type: str


@dataclass(frozen=True)
class Episode:
    """One episode; ``seconds`` is 0 when nobody says how long it is."""

    item: Item
    sound: str
    media_type: str
    seconds: int = 0
    transcript: Transcript | None = None


def podcast(feed: Document, episodes: Sequence[Episode], *, author: str, image: str) -> bytes:
    """The feed of one podcast, or of all of them."""
    root = ET.Element("rss", {"version": "2.0"})
    channel = child(root, "channel")
    rss_head(channel, feed)
    child(channel, f"{{{ITUNES}}}author", author or NAME)
    child(channel, f"{{{ITUNES}}}explicit", "false")
    child(channel, f"{{{ITUNES}}}image", href=image)
    child(child(channel, "image"), "url", image)
    picture = channel.find("image")
    if picture is not None:
        child(picture, "title", feed.title)
        child(picture, "link", feed.page)
    child(channel, f"{{{ITUNES}}}category", text="Education")
    child(channel, f"{{{PODCAST}}}guid", feed_id(feed.address))
    child(channel, f"{{{PODCAST}}}medium", "podcast")
    for episode in episodes:
        _episode(child(channel, "item"), episode)
    return written(root)


def feed_id(address: str) -> str:
    """The id of a podcast, made of the address of its feed without what stands before the host."""
    return str(uuid.uuid5(IDS, address.partition("://")[2].rstrip("/")))


def _episode(element: ET.Element, episode: Episode) -> None:
    item = episode.item
    child(element, "title", item.title)
    child(element, "link", item.url)
    child(element, "guid", item.id, isPermaLink="true")
    child(element, "pubDate", format_datetime(item.published))
    child(element, "description", item.html)
    # RSS asks for a length in bytes, and for 0 where it is not known.
    child(element, "enclosure", url=episode.sound, type=episode.media_type or "audio/mpeg", length="0")
    if episode.seconds:
        child(element, f"{{{ITUNES}}}duration", str(episode.seconds))
    child(element, f"{{{ITUNES}}}explicit", "false")
    if episode.transcript:
        child(element, f"{{{PODCAST}}}transcript", url=episode.transcript.url, type=episode.transcript.media_type)
