"""The builds of a site, and one of them as it goes."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from learnstead.ports.services import services
from learnstead.studio.domain.publishing import progress, queries
from learnstead.studio.models import Build, Content, Site
from learnstead.studio.web.access import for_site
from learnstead.studio.web.frame import show
from learnstead.studio.web.paging import paged

SHOWN_LINKS = 200


@for_site("view")
def builds(request: HttpRequest, site: Site) -> HttpResponse:
    """The table of builds, newest first."""
    return show(
        request,
        "studio/builds.html",
        site,
        **paged(request, queries.builds_of(site), per_page=20),
        can_go_back_to={build.pk for build in queries.one_can_go_back_to(site)},
        served={site.live_id, site.draft_id},
        active=queries.under_way(site),
    )


@for_site("view")
def build(request: HttpRequest, site: Site, number: int) -> HttpResponse:
    """One build. Its script asks for the part that changes; without scripts the page reloads itself."""
    found = queries.builds_of(site).filter(number=number).first()
    if found is None:
        raise Http404(f"{site} has no build {number}.")
    context = _progress(found)
    if request.headers.get("X-Part") == "progress":
        return render(request, "studio/_build_progress.html", {"site": site, **context})
    return show(
        request,
        "studio/build.html",
        site,
        **context,
        **_problem(found),
        links=[link for link in found.broken_links if not link["media"]][:SHOWN_LINKS],
        missing=[link for link in found.broken_links if link["media"]][:SHOWN_LINKS],
        counts=Counter("media" if link["media"] else "links" for link in found.broken_links),
        can_go_back=found in queries.one_can_go_back_to(site),
        address=_address(site, found),
    )


def _progress(found: Build) -> dict[str, Any]:
    active = found.status in {Build.Status.QUEUED, Build.Status.BUILDING}
    return {"build": found, "active": active, "steps": progress.steps_of(found, services().run_log)}


def _problem(found: Build) -> dict[str, Any]:
    if found.status != Build.Status.FAILED:
        return {}
    content = progress.content_at_fault(found) if found.problem_file else None
    lines = progress.source_at_fault(found, services().git)
    return {"source": lines, "at_fault": content, "edit_url": content and _edit_address(content)}


def _edit_address(content: Content) -> str:
    name = content.site.name
    if content.is_page:
        return reverse("studio:edit", args=[name, content.pk])
    return reverse("studio:settings", args=[name, content.type])


def _address(site: Site, found: Build) -> str:
    """Where readers see this build, when it is the one being served."""
    if found.pk == site.live_id:
        return f"/{site.url_path}/"
    return f"/drafts/{site.draft_token}/" if found.pk == site.draft_id else ""
