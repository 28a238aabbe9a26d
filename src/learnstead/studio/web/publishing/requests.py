"""The publish button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.studio.domain.permissions import check_may
from learnstead.studio.domain.publishing.requests import request_build
from learnstead.studio.models import Build, Site
from learnstead.studio.web.access import for_site

# A draft is a preview for the team; going live is publishing.
NEEDED = {Build.Version.DRAFT: "preview", Build.Version.LIVE: "publish"}


@require_POST
@for_site("preview")
def publish(request: HttpRequest, site: Site) -> HttpResponse:
    """Ask for a build and go to its page."""
    version = Build.Version.LIVE if request.POST.get("version") == "live" else Build.Version.DRAFT
    check_may(request.user, NEEDED[version], site)
    try:
        build = request_build(site=site, version=version, by=person(request), at=clock.now(), queue=services().queue)
    except Terminal as problem:
        messages.error(request, str(problem))
        return redirect("studio:builds", site.name)
    return redirect("studio:build", site.name, build.number)
