"""News and events for programs, in the words of MIT Learn's ``/api/v1/news_events/``."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from learnstead.kernel import clock
from learnstead.learn.domain import feeds
from learnstead.learn.models import FeedItem, FeedSource

USUAL, MOST = 10, 100
KNOWN = {"feed_type", "limit", "offset"}


@require_safe
def items(request: HttpRequest) -> JsonResponse:
    """``feed_type`` (news, events; may be repeated), ``limit`` (1 to 100), ``offset``; 400 for anything else."""
    kinds = request.GET.getlist("feed_type")
    limit, offset = _number(request, "limit", USUAL), _number(request, "offset", 0)
    unknown = sorted(set(request.GET) - KNOWN)
    if unknown:
        return _refuse(f"there is no parameter {', '.join(unknown)}; there are {', '.join(sorted(KNOWN))}")
    if set(kinds) - {feeds.NEWS, feeds.EVENTS}:
        return _refuse("feed_type is news or events")
    if limit is None or not 1 <= limit <= MOST or offset is None or offset < 0:
        return _refuse(f"limit is a number from 1 to {MOST}, offset a number from 0")
    found = feeds.items(at=clock.now(), feed_types=kinds)
    count = found.count()
    answer = {
        "count": count,
        "next": _address(request, limit, offset + limit) if offset + limit < count else None,
        "previous": _address(request, limit, max(0, offset - limit)) if offset else None,
        "results": [_item(one) for one in found[offset : offset + limit]],
    }
    return JsonResponse(answer)


@require_safe
def item(_request: HttpRequest, pk: int) -> JsonResponse:
    """One item."""
    return JsonResponse(_item(get_object_or_404(FeedItem, pk=pk, published=True)))


@require_safe
def sources(_request: HttpRequest) -> JsonResponse:
    """Where news and events come from."""
    found = [
        {name: getattr(source, name) for name in ("id", "title", "url", "description", "feed_type", "image")}
        for source in FeedSource.objects.filter(published=True)
    ]
    return JsonResponse({"count": len(found), "next": None, "previous": None, "results": found})


def _item(one: FeedItem) -> dict[str, Any]:
    shared = ("id", "guid", "title", "url", "summary", "content", "image", "feed_type")
    described = {name: getattr(one, name) for name in shared}
    news = {name: getattr(one, name) for name in ("authors", "topics", "publish_date")}
    event = {
        name: getattr(one, name)
        for name in ("audience", "location", "event_type", "event_datetime", "event_end_datetime")
    }
    detail = {"news_details": news} if one.feed_type == feeds.NEWS else {"event_details": event}
    return {**described, "source": one.feed_url, **detail}


def _number(request: HttpRequest, name: str, usual: int) -> int | None:
    text = request.GET.get(name)
    if text is None:
        return usual
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - fits an int


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    kinds = [("feed_type", kind) for kind in request.GET.getlist("feed_type")]
    query = urlencode([*kinds, ("limit", limit), ("offset", offset)])
    return request.build_absolute_uri(f"{request.path}?{query}")


def _refuse(detail: str) -> JsonResponse:
    problem = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": detail}
    return JsonResponse(problem, status=400, content_type="application/problem+json")
