"""The list of courses a person works on."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learnstead.people.web.current import person
from learnstead.people.web.sign_in import own_address
from learnstead.studio.domain import permissions, site_lists
from learnstead.studio.web.paging import paged

PER_PAGE = 25
ORDERS = (("recent", "Last edited"), ("title", "Title"), ("created", "Newest"))
FILTERS = (("", "All"), ("mine", "Mine"), ("live", "Live"), ("unpublished", "Not live"))


@login_required
def site_list(request: HttpRequest) -> HttpResponse:
    """List, search, sort and filter; someone arriving from sign-in with nothing to write goes back there."""
    text, order, only = (request.GET.get(name, "").strip() for name in ("q", "sort", "only"))
    user = person(request)
    may_create = permissions.may(user, permissions.CREATE)
    mine = site_lists.visible_to(user=user)
    if "arriving" in request.GET and not may_create and not mine.exists():
        return redirect(own_address(request, request.GET["arriving"]) or "/")
    sites = site_lists.listing(user=user, text=text, order=order, only=only)
    listed = paged(request, sites, per_page=PER_PAGE)
    for site in listed["page"]:
        site.state = site_lists.state_of(site)
    context = {
        **listed,
        "q": text,
        "sort": order or "recent",
        "only": only,
        "orders": ORDERS,
        "filters": FILTERS,
        "may_create": may_create,
        "any": mine.exists(),
    }
    return render(request, "studio/site_list.html", context)
