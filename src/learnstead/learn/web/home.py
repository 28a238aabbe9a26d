"""The first page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.kernel import clock
from learnstead.learn.domain import cards, featured, feeds, overview, queries
from learnstead.learn.domain.cards import Card
from learnstead.learn.domain.lists import testimonials
from learnstead.learn.models.resource import ResourceType
from learnstead.learn.web import heads

COURSES, TO_WATCH, HAPPENING, FEATURED, VOICES = 6, 3, 3, 12, 6
# Ways into the search that many take: what the chip says, and what it asks for.
SHORTCUTS = (
    ("Recently added", {"sortby": "new"}),
    ("Popular", {"sortby": "-views"}),
    ("Upcoming", {"sortby": "upcoming"}),
    ("Free", {"free": "true"}),
    ("With certificate", {"certification": "true"}),
)
# The carousel may be narrowed; in an address by the first word.
NARROWER = {
    "": ("All", {}),
    "free": ("Free", {"free": ["true"]}),
    "certificate": ("With certificate", {"certification": ["true"]}),
    "professional": ("Professional", {"professional": ["true"]}),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is: what is featured and new, what happens, the topics, what learners said, and a box to search in."""
    now = clock.now()
    courses = queries.newest(ResourceType.COURSE, ResourceType.PROGRAM, at_most=COURSES)
    watch = queries.newest(ResourceType.VIDEO_PLAYLIST, ResourceType.PODCAST, at_most=TO_WATCH)
    numbers = overview.overview(at=now)
    context = {
        "head": heads.of_home(),
        "shortcuts": [(label, f"{reverse('learn:search')}?{urlencode(query)}") for label, query in SHORTCUTS],
        "kinds": [_kind(name, count) for name, count in numbers.kinds],
        **_carousel(request.GET.get("featured", ""), now),
        "courses": cards.cards(courses),
        "watch": cards.cards(watch),
        "news": feeds.news()[:HAPPENING],
        "events": feeds.coming_events(at=now)[:HAPPENING],
        "topics": numbers.topics,
        "voices": testimonials.shown()[:VOICES],
    }
    return render(request, "learn/home.html", context)


def _carousel(asked: str, now: datetime) -> dict[str, Any]:
    """What editors feature: the home page's own list, then what units feature."""
    chosen = asked if asked in NARROWER else ""
    filters = NARROWER[chosen][1]
    own = featured.of(featured.HOME, filters=filters)
    ids = list(dict.fromkeys([*own, *featured.ids(filters, at=now)]))[:FEATURED]
    if not ids and not chosen:
        return {"featured": [], "narrower": []}
    tabs = [
        {"label": label, "address": f"?featured={word}#featured" if word else "./#featured", "here": word == chosen}
        for word, (label, _) in NARROWER.items()
    ]
    return {"featured": _cards_of(ids), "narrower": tabs}


def _cards_of(ids: Sequence[int]) -> list[Card]:
    there = {card.resource.pk: card for card in cards.cards(queries.published().filter(pk__in=ids))}
    return [there[pk] for pk in ids if pk in there]


def _kind(name: str, count: int) -> dict[str, Any]:
    address = f"{reverse('learn:search')}?{urlencode({'resource_category': name})}"
    return {"name": name.lower() if count == 1 else f"{name.lower()}s", "count": count, "address": address}
