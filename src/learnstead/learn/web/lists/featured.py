"""Pages on which editors choose what is featured."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from learnstead.learn.domain.featured import HOME
from learnstead.learn.domain.lists import featuring, listing
from learnstead.learn.web.lists import manage, ordering
from learnstead.learn.web.lists.access import editors_only
from learnstead.ports.services import services

# How the home page's list, which has no code, is called in an address.
HOME_WORD = "home"


@editors_only
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The lists there can be, and how much is on each."""
    lists = [
        {"name": featuring.name_of(code), "size": size, "address": _address(code)}
        for code, size in featuring.units().items()
    ]
    return render(request, "learn/manage/featured.html", {"lists": lists})


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, word: str) -> HttpResponse:
    """One list: what is posted changes its order, puts something on it or takes something off."""
    code = HOME if word == HOME_WORD else word
    if code not in featuring.units():
        raise Http404
    if request.method == "POST":
        _change(request, code)
        return redirect(_address(code))
    context = {
        "name": featuring.name_of(code),
        "entries": listing.entries(list(featuring.items(code))),
        **manage.found(request),
    }
    return render(request, "learn/manage/featured_list.html", context)


def _change(request: HttpRequest, code: str) -> None:
    queue = services().queue
    if "add" in request.POST:
        found = manage.resource_asked(request)
        if found and featuring.add(code, found, queue=queue):
            messages.success(request, f"“{found.title}” is featured.")
        elif found:
            messages.error(request, f"A list holds up to {featuring.MOST_ITEMS} items.")
        return
    change = ordering.change(request, featuring.items(code))
    if change.removed and featuring.remove(code, change.removed, queue=queue):
        messages.success(request, "No longer featured here.")
    if change.is_reordered:
        featuring.shuffle(queue=queue)


def _address(code: str) -> str:
    return reverse("learn:featured_list", args=[code or HOME_WORD])
