"""Deleting an entry, undoing that, and the trash."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.studio.domain import collections, contents, references
from learnstead.studio.models import Content, Site
from learnstead.studio.web.access import for_site
from learnstead.studio.web.frame import show
from learnstead.studio.web.paging import paged

PER_PAGE = 25
SHOWN = 50


@for_site("edit")
def delete(request: HttpRequest, site: Site, content: str) -> HttpResponse:
    """Ask first, and say what points at the entry; then move it to the trash."""
    found = get_object_or_404(collections.entries(site=site), pk=content)
    back = reverse("studio:edit", args=[site.name, found.pk])
    listing = reverse("studio:collection", args=[site.name, found.type])
    context: dict[str, Any] = {"content": found, "back": back, "here": listing}
    if request.method != "POST":
        using = _listed(references.referring_to(found)[:SHOWN])
        return show(request, "studio/delete.html", site, using=using, **context)
    try:
        contents.delete(content=found, by=person(request), at=clock.now(), queue=services().queue)
    except contents.StillReferenced as problem:
        return show(request, "studio/delete.html", site, status=409, using=_listed(problem.by), **context)
    return redirect(f"{listing}?deleted={found.pk}")


def _listed(using: Iterable[Content]) -> list[tuple[str, Content]]:
    """What points at an entry, with the address of its form."""
    return [(reverse("studio:edit", args=[one.site.name, one.pk]), one) for one in using]


@for_site("edit")
def trash(request: HttpRequest, site: Site) -> HttpResponse:
    """What was deleted and can be brought back."""
    rows = collections.trash(site=site)
    return show(request, "studio/trash.html", site, **paged(request, rows, per_page=PER_PAGE))


@require_POST
@for_site("edit")
def restore(request: HttpRequest, site: Site, content: str) -> HttpResponse:
    """Bring an entry back from the trash."""
    found = get_object_or_404(collections.trash(site=site), pk=content)
    try:
        restored = contents.restore(content=found, by=person(request), at=clock.now(), queue=services().queue)
    except Terminal as problem:
        messages.error(request, str(problem))
        return redirect("studio:trash", site.name)
    messages.success(request, f"“{restored}” is back.")
    return redirect("studio:edit", site.name, restored.pk)
