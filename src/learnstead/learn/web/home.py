"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learnstead.learn.domain import queries

NEWEST = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is: the newest courses, the topics, and a box to search in."""
    context = {"counts": queries.counts(), "newest": queries.newest(at_most=NEWEST), "topics": queries.root_topics()}
    return render(request, "learn/home.html", context)
