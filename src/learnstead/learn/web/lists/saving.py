"""Saving something one has found: a bookmark at one click, or a choice of lists."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.learn.domain import cards, queries
from learnstead.learn.domain.lists import editors, featuring, paths, userlists
from learnstead.learn.domain.lists.paths import Editing
from learnstead.learn.domain.lists.userlists import ListRefused
from learnstead.learn.models import LearningResource
from learnstead.people.web.current import person
from learnstead.people.web.sign_in import own_address
from learnstead.ports.services import services


@require_POST
def bookmark(request: HttpRequest) -> HttpResponse:
    """Save something, or no longer. Who is not signed in is asked to, and finds the choice again afterwards."""
    pk = request.POST.get("resource", "")
    found = get_object_or_404(queries.published(), pk=int(pk) if pk.isascii() and pk.isdigit() else 0)
    back = own_address(request, request.POST.get("next", "")) or found.get_absolute_url()
    choice = f"{reverse('learn:save', args=[found.pk])}?{urlencode({'next': back})}"
    if not request.user.is_authenticated:
        return redirect(f"{reverse('people:sign-in')}?{urlencode({'next': choice})}")
    try:
        is_saved = userlists.toggle_bookmark(owner=person(request), resource=found, at=clock.now())
    except ListRefused as problem:
        messages.error(request, str(problem))
        return redirect(choice)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"saved": is_saved})
    words = f"“{found.title}” is saved to your list." if is_saved else f"“{found.title}” is no longer saved."
    messages.success(request, words)
    return redirect(back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the lists that something is on; editors find their paths and the featured lists here, too."""
    found = get_object_or_404(queries.published(), pk=pk)
    back = own_address(request, request.POST.get("next") or request.GET.get("next") or "")
    back = back or found.get_absolute_url()
    if request.method == "POST":
        try:
            _put(request, found)
        except ListRefused as problem:
            messages.error(request, str(problem))
            return redirect(request.get_full_path())
        messages.success(request, f"Your lists are changed for “{found.title}”.")
        return redirect(back)
    return render(request, "learn/lists/save.html", _choices(request, found, back))


def _choices(request: HttpRequest, found: LearningResource, back: str) -> dict[str, object]:
    owner = person(request)
    on = userlists.on_lists(owner, found)
    mine = [(one, one.pk in on) for one in userlists.of(owner)]
    context: dict[str, object] = {
        "resource": found,
        "card": cards.card(found, clock.now()),
        "next": back,
        "mine": mine,
        "has_saved": any(one.is_saved for one, _ in mine),
        "is_new": not on,
    }
    if editors.may_edit(owner):
        on_paths, on_featured = paths.on_paths(found), featuring.on_lists(found)
        context["paths"] = [(path, path.resource_id in on_paths) for path in paths.every()]
        context["featured"] = [(code, featuring.name_of(code), code in on_featured) for code in featuring.units()]
    return context


@transaction.atomic
def _put(request: HttpRequest, found: LearningResource) -> None:
    owner, at, posted = person(request), clock.now(), request.POST
    lists = [int(value) for value in posted.getlist("list") if value.isascii() and value.isdigit()]
    if "saved" in posted:
        lists.append(userlists.saved_list(owner, at=at).pk)
    if title := posted.get("new", "").strip():
        lists.append(userlists.create(owner=owner, title=title[: userlists.LONGEST_TITLE], at=at).pk)
    userlists.set_membership(owner=owner, resource=found, lists=lists, at=at)
    if editors.may_edit(owner) and "editorial" in posted:
        chosen = [int(value) for value in posted.getlist("path") if value.isascii() and value.isdigit()]
        queue = services().queue
        paths.set_membership(child=found, paths=chosen, given=Editing(owner, at, queue))
        codes = [code for code in posted.getlist("featured") if code in featuring.units()]
        featuring.set_lists(found, codes, queue=queue)
