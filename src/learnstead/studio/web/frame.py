"""What stands around every page of one course: its name, its parts and how it stands."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from learnstead.people.web.current import person
from learnstead.studio.domain import collections, permissions, site_lists
from learnstead.studio.domain.starters import SiteSchema, schema_of
from learnstead.studio.models import Site


@dataclass(frozen=True)
class Link:
    """One entry of the sidebar."""

    label: str
    url: str
    here: bool
    count: int | None = None


def show(request: HttpRequest, template: str, site: Site, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of ``site`` with its sidebar."""
    schema = schema_of(site.starter)
    allowed = permissions.allowed(person(request), site)
    frame = {
        "site": site,
        "state": site_lists.state_of(site),
        "groups": groups_of(site, schema, context.get("here", request.path)),
        "course_links": _course_links(request, site),
        "may": {action: action in allowed for action in permissions.ACTIONS},
    }
    return render(request, template, {**frame, **context}, status=status)


def groups_of(site: Site, schema: SiteSchema, here: str) -> list[tuple[str, list[Link]]]:
    """The links of the sidebar by the categories of the starter."""
    counts = collections.counts(site=site)
    groups: dict[str, list[Link]] = {}
    for collection in schema.collections:
        group = groups.setdefault(collection.category, [])
        if collection.folder:
            url = reverse("studio:collection", args=[site.name, collection.name])
            group.append(Link(collection.label, url, here.startswith(url), counts.get(collection.name, 0)))
        for single in collection.files:
            url = reverse("studio:settings", args=[site.name, single.name])
            group.append(Link(single.label, url, here.startswith(url)))
    return list(groups.items())


def _course_links(request: HttpRequest, site: Site) -> list[Link]:
    links = []
    for label, name in (("Builds", "studio:builds"), ("People", "studio:people"), ("Trash", "studio:trash")):
        url = _reverse_if_there(name, site)
        if url:
            links.append(Link(label, url, request.path.startswith(url)))
    return links


def _reverse_if_there(name: str, site: Site) -> str:
    try:
        return reverse(name, args=[site.name])
    except NoReverseMatch:
        return ""
