"""Who may open which authoring page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from learnstead.people.web.current import person
from learnstead.studio.domain import permissions, site_lists
from learnstead.studio.models import Site

View = Callable[..., HttpResponse]


def for_site(action: str) -> Callable[[View], View]:
    """Give the view its site in place of the name, when the person may do ``action`` on it.

    Who may not even view a site is told that it does not exist; who lacks a role is told whom to ask.
    """

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def answer(request: HttpRequest, site: str, **arguments: Any) -> HttpResponse:
            found = find_site(request, site)
            try:
                permissions.check_may(request.user, action, found)
                return view(request, found, **arguments)
            except permissions.Forbidden as problem:
                return refuse(request, found, problem)

        return answer

    return wrap


def find_site(request: HttpRequest, name: str) -> Site:
    """The site of this name, or 404 for those who do not work on it."""
    sites = site_lists.visible_to(user=person(request)).select_related("starter", "owner", "live", "draft")
    site = sites.filter(name=name).first()
    if site is None:
        raise Http404(f"There is no course named “{name}” that you work on.")
    return site


def refuse(request: HttpRequest, site: Site, problem: Exception) -> HttpResponse:
    """The page that says what is missing and who can help."""
    context = {"site": site, "problem": problem, "helpers": site_lists.admins_of(site)}
    return render(request, "studio/refused.html", context, status=403)
