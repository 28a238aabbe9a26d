"""Going back to an earlier build, and taking a course away; both ask first."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.studio.domain.publishing import queries, undoing
from learnstead.studio.models import Site
from learnstead.studio.web.access import for_site
from learnstead.studio.web.frame import show


@for_site("publish")
def roll_back(request: HttpRequest, site: Site, number: int) -> HttpResponse:
    """Ask, then serve the release of an earlier build again."""
    build = queries.builds_of(site).filter(number=number).first()
    if build is None:
        raise Http404(f"{site} has no build {number}.")
    if request.method != "POST":
        return show(request, "studio/roll_back.html", site, build=build)
    given = services()
    try:
        again = undoing.roll_back(build=build, by=person(request), at=clock.now(), git=given.git, queue=given.queue)
    except Terminal as problem:
        messages.error(request, str(problem))
        return redirect("studio:build", site.name, number)
    messages.success(request, f"Readers get what build {number} made again.")
    return redirect("studio:build", site.name, again.number)


@for_site("publish")
def unpublish(request: HttpRequest, site: Site) -> HttpResponse:
    """Ask, then take the live course away."""
    if request.method != "POST":
        return show(request, "studio/unpublish.html", site)
    try:
        undoing.unpublish(site=site, at=clock.now(), queue=services().queue)
    except Terminal as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"“{site}” is no longer public. Its address says that it was taken down.")
    return redirect("studio:builds", site.name)
