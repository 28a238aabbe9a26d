"""The public list of videos, for other programs."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.ports.services import services
from learnstead.video.domain import public_list
from learnstead.video.web.numbers import number

MOST, UNPAGED = 1000, 1000


@require_safe
def public_videos(request: HttpRequest) -> HttpResponse:
    """One page of the list; nothing in it depends on who asks, or when."""
    try:
        found = public_list.matching(request.GET.dict())
        page = Paginator(found, _size(request)).page(request.GET.get("page", "1") or "1")
    except public_list.BadFilter as problem:
        return JsonResponse(dict(problem.errors), status=HTTPStatus.BAD_REQUEST)
    except InvalidPage:
        return _json({"detail": "Invalid page."}, status=HTTPStatus.NOT_FOUND)
    signer, site = services().delivery, services().url
    return _json(
        {
            "count": page.paginator.count,
            "next": _address(request, page.next_page_number()) if page.has_next() else None,
            "previous": _address(request, page.previous_page_number()) if page.has_previous() else None,
            "results": [public_list.item(video, signer=signer, site=site) for video in page.object_list],
            "start_index": page.start_index(),
            "end_index": page.end_index(),
            "num_pages": page.paginator.num_pages,
        }
    )


def _size(request: HttpRequest) -> int:
    return min(number(request.GET.get("page_size", "")) or UNPAGED, MOST)


def _address(request: HttpRequest, number: int) -> str:
    """This page's own query with another number; the first page has none."""
    query = {name: value for name, value in request.GET.items() if name != "page"}
    if number > 1:
        query["page"] = str(number)
    address = f"{services().url}{reverse('video:public-videos')}"
    return f"{address}?{urlencode(sorted(query.items()))}" if query else address


def _json(told: dict[str, Any], *, status: int = HTTPStatus.OK) -> JsonResponse:
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
