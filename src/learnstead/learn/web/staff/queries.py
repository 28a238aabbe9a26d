"""What is looked for, and what of it leads nowhere."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learnstead.kernel import clock
from learnstead.learn.domain import search_log
from learnstead.learn.web.staff.access import staff_only

PERIODS = (7, 30, 90)
SHOWN = 50


@staff_only
@require_safe
def queries(request: HttpRequest) -> HttpResponse:
    """The commonest searches, those without results, and those whose results nobody opens."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(period) for period in PERIODS} else PERIODS[1]
    since = clock.now().date() - timedelta(days=days - 1)
    context: dict[str, Any] = {
        "days": days,
        "periods": PERIODS,
        "top": search_log.top(since=since, limit=SHOWN),
        "unanswered": search_log.unanswered(since=since, limit=SHOWN),
        "abandoned": search_log.abandoned(since=since, limit=SHOWN),
        "kept": search_log.KEPT.days,
    }
    return render(request, "learn/staff/queries.html", context)
