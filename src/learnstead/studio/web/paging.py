"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest


def paged(request: HttpRequest, items: Any, *, per_page: int) -> dict[str, Any]:
    """What templates need to show the page asked for by ``?page=``; out of range means the nearest one."""
    paginator = Paginator(items, per_page)
    page = paginator.get_page(request.GET.get("page"))
    return {"page": page, "pages": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))}
