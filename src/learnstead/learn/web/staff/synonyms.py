"""Words and phrases that mean the same: add, change, remove."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.learn.domain import synonyms as domain
from learnstead.learn.models import SynonymGroup
from learnstead.learn.web.staff.access import staff_only

LONGEST_PHRASE = 120


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms(request: HttpRequest) -> HttpResponse:
    """All groups, and a form for another; a query that found nothing may already stand in it."""
    return _edit(request, None, request.GET.get("phrase", "")[:LONGEST_PHRASE], domain.add, "added")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group to change."""
    found = get_object_or_404(SynonymGroup, pk=pk)
    return _edit(request, found, "\n".join(found.words), lambda text: domain.change(found, text), "changed")


@staff_only
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a group away; what it was can be put back."""
    found = get_object_or_404(SynonymGroup, pk=pk)
    words = str(found)
    found.delete()
    messages.success(request, f"“{words}” no longer mean the same to search.")
    return redirect("learn:manage_synonyms")


def _edit(
    request: HttpRequest, found: SynonymGroup | None, text: str, save: Callable[[str], SynonymGroup], done: str
) -> HttpResponse:
    errors: list[str] = []
    if request.method == "POST":
        text = request.POST.get("words", "")
        try:
            saved = save(text)
        except ValidationError as problem:
            errors = problem.messages
        else:
            messages.success(request, f"“{saved}” was {done}. It counts from the next search on.")
            return redirect("learn:manage_synonyms")
    groups = SynonymGroup.objects.all()
    context = {"group": found, "groups": groups, "text": text, "errors": errors}
    return render(request, "learn/staff/synonyms.html", context, status=400 if errors else 200)
