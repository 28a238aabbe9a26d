"""Links of what was made up for the demo, and the page they lead to."""

from typing import Any

from django import template
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from learnstead.learn.domain import samples
from learnstead.learn.models import FeedItem, LearningResource

register = template.Library()


@register.filter
def outward(url: str, of: LearningResource | FeedItem) -> str:
    """Where a link of this resource or item leads."""
    return samples.way_to(url) if of.is_demo else url


@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Says what the link would have led to, and that nothing is there."""
    url = request.GET.get("to", "")
    if not url.startswith(("http://", "https://")) or len(url) > samples.LONGEST or not samples.are_there():
        raise Http404
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    context: dict[str, Any] = {"to": url, "back": came_from if is_ours else ""}
    return render(request, "learn/elsewhere.html", context)
