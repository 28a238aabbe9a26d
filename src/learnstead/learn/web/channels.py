"""The pages of channels: what one unit, platform or school brings together, and the lists of them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import cards, census, channels, featured, queries, sequences
from learnstead.learn.domain.lists import testimonials
from learnstead.learn.models import LearningResource
from learnstead.learn.web import facts, heads, resource_feeds
from learnstead.learn.web.heads import Crumb
from learnstead.learn.web.linked_data import pages as linked
from learnstead.learn.web.remembered_pages import same_for_visitors

PER_PAGE = 24
MOST_FEATURED = 4
HOME = "Home"
Filters = Mapping[str, Sequence[str]]


@require_safe
@same_for_visitors
def units(request: HttpRequest) -> HttpResponse:
    """Everybody who offers something."""
    found = channels.units()
    trail = [Crumb(HOME, reverse("learn:home")), Crumb("Who offers it")]
    entries = [(one.name, reverse("learn:unit", args=[one.code])) for one in found]
    head = heads.head(
        title="Who offers it",
        path=reverse("learn:units"),
        description="The units and schools whose courses, programs, podcasts and videos are in this catalogue.",
        data=[linked.pages_list("Who offers it", entries)],
        crumbs=trail,
    )
    return render(request, "learn/units.html", {"units": found, "crumbs": trail, "head": head})


@require_safe
@same_for_visitors
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """What one unit offers, what it is for, and what it puts first."""
    found = channels.unit(code)
    if not found.size:
        return gone_or_never(request, LearningResource.objects.filter(offered_by=code), found.name)
    ids = featured.of(code)[:MOST_FEATURED]
    context = {
        "offeror": found,
        "featured": cards.cards(sequences.shown(ids)),
        "testimonials": testimonials.shown(offeror=code),
        **channel(
            request,
            channels.offered_by(code),
            filters={"offered_by": [code]},
            description=found.value_prop or f"What {found.name} offers to learn from.",
            trail=[Crumb("Who offers it", reverse("learn:units")), Crumb(found.name)],
        ),
    }
    return render(request, "learn/channel.html", context)


@require_safe
@same_for_visitors
def platforms(request: HttpRequest) -> HttpResponse:
    """Every platform that something is used on."""
    found = channels.platforms()
    trail = [Crumb(HOME, reverse("learn:home")), Crumb("Platforms")]
    entries = [(one.name, reverse("learn:platform", args=[one.code])) for one in found]
    head = heads.head(
        title="Platforms",
        path=reverse("learn:platforms"),
        description="Where the courses, programs, podcasts and videos of this catalogue are taken, heard and watched.",
        data=[linked.pages_list("Platforms", entries)],
        crumbs=trail,
    )
    return render(request, "learn/platforms.html", {"platforms": found, "crumbs": trail, "head": head})


@require_safe
@same_for_visitors
def platform(request: HttpRequest, code: str) -> HttpResponse:
    """What is used on one platform."""
    found = channels.platform(code)
    if not found.size:
        return gone_or_never(request, LearningResource.objects.filter(platform=code), found.name)
    context = {
        "platform": found,
        **channel(
            request,
            channels.used_on(code),
            filters={"platform": [code]},
            description=f"Everything in the catalogue that is used on {found.name}.",
            trail=[Crumb("Platforms", reverse("learn:platforms")), Crumb(found.name)],
        ),
    }
    return render(request, "learn/channel.html", context)


@require_safe
@same_for_visitors
def school(request: HttpRequest, slug: str) -> HttpResponse:
    """What the departments of one school give."""
    found = next((one for one in channels.schools()[0] if one.slug == slug), None)
    if found is None:
        raise Http404
    codes = [one.department_id for one in found.departments]
    context = {
        "school": found,
        "narrower": [
            (one.name, reverse("learn:department", args=[one.slug]), one.size)  # type: ignore[attr-defined]  # annotated
            for one in found.departments
        ],
        **channel(
            request,
            channels.given_by(codes),
            filters={"department": codes},
            description=f"What the departments of the {found.name} give.",
            trail=[Crumb("Departments", reverse("learn:departments")), Crumb(found.name)],
        ),
    }
    return render(request, "learn/channel.html", context)


def channel(
    request: HttpRequest,
    resources: QuerySet[LearningResource],
    *,
    filters: Filters,
    description: str,
    trail: Sequence[Crumb],
) -> dict[str, Any]:
    """What every channel's page shows; ``filters`` are the search that finds the same, ``trail`` ends in its name."""
    name, crumbs = trail[-1].name, [Crumb(HOME, reverse("learn:home")), *trail]
    kinds = census.kept(f"kinds {urlencode(filters, doseq=True)}", lambda: channels.kinds(resources))
    page, found = _page(request, resources, sum(size for _, size in kinds))
    return {
        "name": name,
        "lead": description,
        "page": page,
        "cards": cards.cards(found),
        "kinds": [_kind(facts.plural(kind), size, filters, kind) for kind, size in kinds],
        "hidden": [(key, value) for key, values in filters.items() for value in values],
        "search": f"{reverse('learn:search')}?{urlencode(filters, doseq=True)}",
        "crumbs": crumbs,
        "feed": resource_feeds.address("rss", filters),
        "head": heads.head(
            title=name,
            path=request.path,
            description=description,
            data=[linked.item_list(name, found, first=page.start_index())],
            crumbs=crumbs,
            feeds=resource_feeds.autodiscovered(filters, name),
        ),
    }


class _Counted(Paginator):
    """Pages of a list whose length is known."""

    def __init__(self, ids: QuerySet[LearningResource, int], size: int) -> None:
        super().__init__(ids, PER_PAGE)
        self.size = size

    @property
    def count(self) -> int:
        """How long the list is."""
        return self.size


def _page(
    request: HttpRequest, resources: QuerySet[LearningResource], size: int
) -> tuple["Page[int]", list[LearningResource]]:
    """The page of a list that was asked for, courses first; cut by numbers before anything else is read."""
    ids = queries.courses_first(resources).values_list("pk", flat=True)
    page = _Counted(ids, size).get_page(request.GET.get("page"))
    return page, sequences.shown(list(page.object_list))


def gone_or_never(request: HttpRequest, ever: QuerySet[LearningResource], name: str) -> HttpResponse:
    """For a channel without anything: 410 when something was here, 404 when nothing ever was."""
    if not ever.exists():
        raise Http404
    reason = f"Nothing of {name} is published here at the moment."
    return render(request, "410.html", {"reason": reason}, status=410)


def _kind(name: str, size: int, filters: Filters, kind: str) -> dict[str, Any]:
    query = urlencode({**filters, "resource_type": [kind]}, doseq=True)
    return {"name": name, "size": size, "address": f"{reverse('learn:search')}?{query}"}
