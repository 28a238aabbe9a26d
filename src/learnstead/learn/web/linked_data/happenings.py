"""News and events in the words of schema.org."""

from typing import Any

from learnstead.kernel import prose
from learnstead.learn.models import FeedItem, FeedSource
from learnstead.learn.web.addresses import absolute
from learnstead.learn.web.linked_data.writing import kept

ONLINE = frozenset({"online", "virtual", "webinar", "zoom"})
STATUS = "https://schema.org/EventScheduled"
MODE = "https://schema.org/OnlineEventAttendanceMode"
MIXED = "https://schema.org/MixedEventAttendanceMode"
THERE = "https://schema.org/OfflineEventAttendanceMode"


def news(item: FeedItem, source: FeedSource | None) -> dict[str, Any]:
    """A piece of news."""
    publisher = (source.title if source else "") or item.feed_url
    return {
        "@type": "NewsArticle",
        "headline": item.title,
        "description": _text(item),
        "url": absolute(item.get_absolute_url()),
        "datePublished": item.publish_date.isoformat() if item.publish_date else "",
        "dateModified": item.changed_at.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in item.authors],
        "publisher": {"@type": "Organization", "name": publisher},
        "image": (item.image or {}).get("url", ""),
        "about": item.topics,
        "isBasedOn": item.url,
    }


def event(item: FeedItem, source: FeedSource | None) -> dict[str, Any]:
    """An event; one without a place is taken to be online, at its own address."""
    page = absolute(item.get_absolute_url())
    rooms = [place for place in item.location if place.casefold() not in ONLINE]
    is_online = not item.location or len(rooms) < len(item.location)
    places: list[dict[str, Any]] = [{"@type": "VirtualLocation", "url": item.url or page}] if is_online else []
    if rooms:
        where = ", ".join(rooms)
        places.append({"@type": "Place", "name": where, "address": where})
    organiser = {"@type": "Organization", "name": source.title, "url": source.url} if source and source.title else None
    begins, ends = item.event_datetime, item.event_end_datetime
    return kept(
        {
            "@type": "Event",
            "name": item.title,
            "description": _text(item),
            "url": page,
            "startDate": begins.isoformat() if begins else "",
            "endDate": ends.isoformat() if ends else "",
            "eventStatus": STATUS,
            "eventAttendanceMode": MIXED if len(places) > 1 else MODE if is_online else THERE,
            "location": places,
            "organizer": organiser,
            "image": (item.image or {}).get("url", ""),
        }
    )


def _text(item: FeedItem) -> str:
    return prose.text_of_html(item.summary or item.content).replace("\n", " ")
