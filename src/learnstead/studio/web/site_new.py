"""Starting a course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.studio.domain import permissions, sites
from learnstead.studio.models import Starter


@login_required
def site_new(request: HttpRequest) -> HttpResponse:
    """Ask for a title, a short name and a starter; then open the new course."""
    if not permissions.may(request.user, permissions.CREATE):
        return render(request, "studio/refused_new.html", status=403)
    posted = request.POST if request.method == "POST" else {}
    starters = list(Starter.objects.all())
    context = {"starters": starters, "posted": posted, "chosen": posted.get("starter") or _first(starters)}
    if request.method != "POST":
        return render(request, "studio/site_new.html", context)
    starter = next((one for one in starters if one.slug == posted.get("starter")), None)
    try:
        if starter is None:
            raise sites.SiteRefused("Choose what kind of site this is.")
        site = sites.create_site(
            title=posted.get("title", ""),
            short_id=posted.get("short_id", "").strip(),
            starter=starter,
            by=person(request),
            queue=services().queue,
        )
    except Terminal as problem:
        return render(request, "studio/site_new.html", {**context, "problem": problem}, status=400)
    messages.success(request, f"“{site.title}” is ready to be written.")
    return redirect("studio:site", site.name)


def _first(starters: list[Starter]) -> str:
    """The course starter where there is one; it is what most people come for."""
    slugs = [starter.slug for starter in starters]
    return "course" if "course" in slugs else next(iter(slugs), "")
