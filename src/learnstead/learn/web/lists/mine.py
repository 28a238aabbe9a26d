"""My lists: all of them, one of them, and what is done to them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learnstead.kernel import clock
from learnstead.learn.domain.lists import listing, userlists
from learnstead.learn.domain.lists.userlists import ListRefused
from learnstead.learn.models import UserList
from learnstead.learn.models.lists import Privacy
from learnstead.learn.web.lists import ordering
from learnstead.people.web.current import person
from learnstead.ports.services import services

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """All my lists; a new one is made here, too."""
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = userlists.create(
                owner=person(request),
                title=request.POST.get("title", ""),
                description=request.POST.get("description", ""),
                at=clock.now(),
            )
        except ValidationError as problem:
            problems = dict(problem.message_dict)
        except ListRefused as problem:
            problems = {"title": [str(problem)]}
        else:
            messages.success(request, f"“{made}” is ready. Add to it from any card or page.")
            return redirect("learn:list", made.pk)
    context = {
        "lists": userlists.of(person(request)),
        "deleted": userlists.deleted(person(request), at=clock.now()),
        "problems": problems,
        "posted": request.POST,
    }
    return render(request, "learn/lists/mine.html", context, status=400 if problems else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One of my lists; what is posted changes the order of its items or takes some off."""
    found = _mine(request, pk)
    if request.method == "POST":
        change = ordering.change(request, found.items.all())
        if change.removed and userlists.remove(found, change.removed, at=clock.now()):
            messages.success(request, "Taken off the list.")
        return redirect(f"{reverse('learn:list', args=[pk])}{_page_asked(request)}")
    rows = found.items.select_related("resource")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "list": found,
        "page": page,
        "entries": listing.entries(list(page)),
        "link": request.build_absolute_uri(reverse("learn:shared_list", args=[found.token])),
        "is_shared": found.privacy == Privacy.UNLISTED,
    }
    return render(request, "learn/lists/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, description, and who may see it."""
    found = _mine(request, pk)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            userlists.edit(
                found,
                title=request.POST.get("title", ""),
                description=request.POST.get("description", ""),
                privacy=request.POST.get("privacy", ""),
                at=clock.now(),
            )
        except ValidationError as problem:
            problems = dict(problem.message_dict)
        else:
            messages.success(request, "Saved.")
            return redirect("learn:list", pk)
    context = {"list": found, "problems": problems, "choices": Privacy.choices}
    return render(request, "learn/lists/edit.html", context, status=400 if problems else 200)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a list out of sight; the page it leads to offers to undo that."""
    found = _mine(request, pk)
    userlists.delete(found, at=clock.now())
    messages.success(request, f"“{found}” is deleted. You can undo that below for 30 days.")
    return redirect("learn:lists")


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a deleted list back."""
    found = get_object_or_404(userlists.deleted(person(request), at=clock.now()), pk=pk)
    userlists.restore(found)
    messages.success(request, f"“{found}” is back.")
    return redirect("learn:lists")


@login_required
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of a list of mine, or of a shared one that I was given the link to."""
    found = get_object_or_404(userlists.readable(person(request)), pk=pk)
    given = request.POST.get("token", "") == found.token
    if found.owner_id != person(request).pk and not given:
        raise Http404
    try:
        made = userlists.copy(found, owner=person(request), at=clock.now())
    except ListRefused as problem:
        messages.error(request, str(problem))
        return redirect("learn:lists")
    messages.success(request, f"“{made}” is a list of yours now.")
    return redirect("learn:list", made.pk)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A list that its owner shares, for whoever has the link."""
    found = userlists.shared(token)
    if found is None:
        raise Http404
    rows = found.items.filter(resource__published=True, resource__test_mode=False).select_related("resource")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "list": found,
        "page": page,
        "entries": listing.entries(list(page)),
        "is_mine": found.owner_id == request.user.pk,
        "site": services().url,
    }
    response = render(request, "learn/lists/shared.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # the address is the key; other sites need not learn it
    return response


def _mine(request: HttpRequest, pk: int) -> UserList:
    return get_object_or_404(userlists.of(person(request)), pk=pk)


def _page_asked(request: HttpRequest) -> str:
    page = request.GET.get("page", "")
    return f"?page={page}" if page.isascii() and page.isdigit() else ""
