"""Pages on which editors make learning paths."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.learn.domain.lists import listing, paths
from learnstead.learn.domain.lists.paths import Editing
from learnstead.learn.models import LearningPath
from learnstead.learn.web.lists import manage, ordering
from learnstead.learn.web.lists.access import editors_only
from learnstead.people.web.current import person
from learnstead.ports.services import services

PER_PAGE = 50


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """All paths; a new one is made here, too."""
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            words = {name: request.POST.get(name, "") for name in ("title", "description")}
            made = paths.create(**words, author=person(request), at=clock.now())
        except ValidationError as problem:
            problems = dict(problem.message_dict)
        else:
            messages.success(request, "The path is there. Put something on it, then publish it.")
            return redirect("learn:path", made.pk)
    context = {
        "page": Paginator(paths.every(), PER_PAGE).get_page(request.GET.get("page")),
        "deleted": paths.deleted()[:PER_PAGE],
        "problems": problems,
        "posted": request.POST,
    }
    return render(request, "learn/manage/paths.html", context, status=400 if problems else 200)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One path: what is posted changes its order, puts something on it or takes something off."""
    path = get_object_or_404(paths.every(), pk=pk)
    if request.method == "POST":
        _change(request, path)
        return redirect("learn:path", pk)
    rows = list(paths.items(path))
    context = {"path": path, "entries": listing.entries(rows, resource="child"), **manage.found(request)}
    return render(request, "learn/manage/path.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a path."""
    path = get_object_or_404(paths.every(), pk=pk)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        words = {name: request.POST.get(name, "") for name in ("title", "description")}
        try:
            paths.edit(path, **words, given=_given(request))
        except ValidationError as problem:
            problems = dict(problem.message_dict)
        else:
            messages.success(request, "Saved.")
            return redirect("learn:path", pk)
    context = {"path": path, "problems": problems, "posted": request.POST}
    return render(request, "learn/manage/path_edit.html", context, status=400 if problems else 200)


@editors_only
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a path to learners, or no longer."""
    path = get_object_or_404(paths.every(), pk=pk)
    wanted = request.POST.get("published") == "1"
    try:
        paths.publish(path, published=wanted, given=_given(request))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, "Learners see it now." if wanted else "Learners no longer see it.")
    return redirect("learn:path", pk)


@editors_only
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a path out of sight; the page it leads to offers to undo that."""
    path = get_object_or_404(paths.every(), pk=pk)
    paths.delete(path, given=_given(request))
    messages.success(request, f"“{path}” is deleted. You can undo that below.")
    return redirect("learn:paths")


@editors_only
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a deleted path back, unpublished."""
    path = get_object_or_404(paths.deleted(), pk=pk)
    paths.restore(path)
    messages.success(request, f"“{path}” is back. Publish it when learners should see it again.")
    return redirect(reverse("learn:path", args=[pk]))


def _change(request: HttpRequest, path: LearningPath) -> None:
    given = _given(request)
    if "add" in request.POST:
        found = manage.resource_asked(request)
        try:
            if found:
                paths.add(path, found, given=given)
                messages.success(request, f"“{found.title}” is on the path.")
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        return
    change = ordering.change(request, paths.items(path))
    if change.removed and paths.remove(path, change.removed, given=given):
        messages.success(request, "Taken off the path.")
    if change.is_reordered:
        paths.reordered(path, given=given)


def _given(request: HttpRequest) -> Editing:
    return Editing(by=person(request), at=clock.now(), queue=services().queue)
