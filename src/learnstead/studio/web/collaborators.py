"""Who works on a course."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from learnstead.people.domain import accounts
from learnstead.people.web.current import person
from learnstead.studio.domain import team
from learnstead.studio.models import Membership, Site
from learnstead.studio.web.access import for_site
from learnstead.studio.web.frame import show

ROLES = ((Membership.Role.EDITOR, "Editor"), (Membership.Role.ADMIN, "Admin"))


@for_site("view")
def people(request: HttpRequest, site: Site) -> HttpResponse:
    """List the team; those who may collaborate also change it."""
    problem, name = "", ""
    if request.method == "POST":
        name = request.POST.get("name", "").strip()
        try:
            said = _change(request, site, name)
        except team.TeamRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, said)
            return redirect("studio:people", site.name)
    members = team.members(site=site)
    context = {"members": members, "roles": ROLES, "problem": problem, "name": name}
    return show(request, "studio/people.html", site, status=400 if problem else 200, **context)


def _change(request: HttpRequest, site: Site, name: str) -> str:
    """Add, change or remove one person, by the button that was pressed."""
    role = request.POST.get("role", "")
    if member := request.POST.get("remove"):
        changed = team.remove(site=site, member=member, by=person(request))
        return f"{changed} no longer works on this course."
    if member := request.POST.get("change"):
        changed = team.change_role(site=site, member=member, role=role, by=person(request))
        return f"{changed} is now {role} of this course."
    found = accounts.find(name=name)
    added = team.add(site=site, person=found, named=name, role=role, by=person(request))
    return f"{added} now works on this course as {role}."
