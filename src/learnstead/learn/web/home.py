"""The first page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.kernel import clock
from learnstead.learn.domain import cards, feeds, queries
from learnstead.learn.models.resource import ResourceType

COURSES, TO_WATCH, HAPPENING = 6, 3, 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is: new courses, something to watch, what happens, the topics, and a box to search in."""
    now = clock.now()
    courses = queries.newest(ResourceType.COURSE, ResourceType.PROGRAM, at_most=COURSES)
    watch = queries.newest(ResourceType.VIDEO_PLAYLIST, ResourceType.PODCAST, at_most=TO_WATCH)
    context = {
        "kinds": [_kind(name, count) for name, count in queries.counts()],
        "courses": cards.cards(courses),
        "watch": cards.cards(watch),
        "news": feeds.news()[:HAPPENING],
        "events": feeds.coming_events(at=now)[:HAPPENING],
        "topics": queries.root_topics(),
    }
    return render(request, "learn/home.html", context)


def _kind(name: str, count: int) -> dict[str, Any]:
    address = f"{reverse('learn:search')}?{urlencode({'resource_category': name})}"
    return {"name": name.lower() if count == 1 else f"{name.lower()}s", "count": count, "address": address}
