"""Lists of things as JSON, page by page, and refusals."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse

from learnstead.video.web.numbers import number
from learnstead.video.web.pages.asked import private

PER_PAGE, MOST = 50, 200
BOOLEAN = "It has to be true or false."


def page_of(request: HttpRequest, shown: QuerySet[Any], told: Callable[[Any], list[dict[str, Any]]]) -> HttpResponse:
    """The page that ``?page=`` and ``?page_size=`` ask for."""
    per_page = min(number(request.GET.get("page_size", "")) or PER_PAGE, MOST)
    try:
        page = Paginator(shown, per_page).page(request.GET.get("page", "1") or "1")
    except InvalidPage:
        return refused(HTTPStatus.NOT_FOUND, "Invalid page.")
    counts = {"count": page.paginator.count, "num_pages": page.paginator.num_pages, "page": page.number}
    return private(JsonResponse(counts | {"results": told(page.object_list)}))


def refused(status: HTTPStatus, detail: str) -> HttpResponse:
    """Why not, where scripts look for it."""
    return private(JsonResponse({"detail": detail}, status=status))
