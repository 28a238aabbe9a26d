"""What there is to learn from, by topic and by department."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import cards, queries
from learnstead.learn.models import Department, LearningResource, Topic
from learnstead.learn.models.resource import ADDRESS_WORDS

PER_PAGE = 24


@require_safe
def everything(_request: HttpRequest) -> HttpResponse:
    """Who cuts an address short finds all there is."""
    return redirect("learn:search")


@require_safe
def of_a_kind(_request: HttpRequest, word: str) -> HttpResponse:
    """Or all there is of one kind."""
    kind = next((kind for kind, known in ADDRESS_WORDS.items() if known == word), None)
    if kind is None:
        raise Http404
    return redirect(f"{reverse('learn:search')}?{urlencode({'resource_type': kind})}")


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The topic tree, two levels of it."""
    return render(request, "learn/topics.html", {"topics": queries.root_topics()})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is on one topic and on those below it."""
    found = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
    context = {
        "topic": found,
        "ancestors": queries.ancestors(found),
        "branches": queries.branches(found),
        **_page(request, queries.about(found)),
    }
    return render(request, "learn/topic.html", context)


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """Every department that gives something."""
    return render(request, "learn/departments.html", {"departments": queries.departments()})


@require_safe
def department(request: HttpRequest, slug: str) -> HttpResponse:
    """What one department gives."""
    found = get_object_or_404(Department, slug=slug)
    return render(request, "learn/department.html", {"department": found, **_page(request, queries.given_by(found))})


def _page(request: HttpRequest, found: QuerySet[LearningResource]) -> dict[str, Any]:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "cards": cards.cards(page.object_list)}
