"""The page of what was watched of a video, for those who may change it, and the same as CSV."""

import csv
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learnstead.kernel import clock
from learnstead.video.domain.analytics import reports
from learnstead.video.domain.analytics.reports import Report
from learnstead.video.models import Video
from learnstead.video.web.analytics import charts
from learnstead.video.web.asked import to_edit

DAYS = (7, 28, 90, 365)
USUAL = 28


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Charts and tables, or the plain word that nobody has watched yet."""
    video = to_edit(request, key)
    days = _days(request)
    found = _report(video, days)
    context: dict[str, Any] = {"video": video, "report": found, "days": days, "choices": DAYS}
    if found.views:
        context |= _drawn(found)
    return render(request, "video/analytics.html", context)


@login_required
@require_safe
def seconds(request: HttpRequest, key: str) -> HttpResponse:
    """CSV: for each second, the viewings that reached it and how often it was seen with each camera."""
    video = to_edit(request, key)
    found = _report(video, _days(request))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="watched-{video.hexkey}.csv"'
    rows = csv.writer(answer)
    rows.writerow(
        ["second", "viewings", "seen", *(f"camera {camera.number}" for camera in found.cameras if camera.number)]
    )
    cameras = [camera.heat for camera in found.cameras if camera.number]
    for second in range(found.length if found.views else 0):
        rows.writerow([second, found.reached[second], found.heat[second], *(heat[second] for heat in cameras)])
    return answer


@login_required
@require_safe
def by_day(request: HttpRequest, key: str) -> HttpResponse:
    """CSV: viewings for each day."""
    video = to_edit(request, key)
    found = _report(video, _days(request))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="views-{video.hexkey}.csv"'
    rows = csv.writer(answer)
    rows.writerow(["day", "viewings"])
    rows.writerows((day.isoformat(), views) for day, views in found.days)
    return answer


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, DAYS) else USUAL


def _report(video: Video, days: int) -> Report:
    until = _next_midnight(clock.now())
    return reports.report(video, since=until - timedelta(days=days), until=until)


def _next_midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _drawn(found: Report) -> dict[str, Any]:
    highest = max((max(charts.means(camera.heat, charts.MOST_BARS)) for camera in found.cameras), default=0)
    tenths = [round(found.length * tenth / 10) for tenth in range(10)]
    return {
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
        "retention": charts.line(found.retention, top=1.0),
        "strips": [(camera, charts.heat(camera.heat, highest=highest)) for camera in found.cameras],
        "columns": charts.columns([(day.isoformat(), views) for day, views in found.days]),
        "tenths": [_row(found, second) for second in sorted(set(tenths)) if second < found.length],
        "hours": found.seconds / 3600,
        "average": round(100 * found.average),
    }  # fmt: skip


def _row(found: Report, second: int) -> tuple[str, int, int, int]:
    share = round(100 * found.retention[second])
    return f"{second // 60}:{second % 60:02}", found.reached[second], share, found.heat[second]
