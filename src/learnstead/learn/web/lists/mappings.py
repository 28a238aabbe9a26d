"""The page on which staff say what the words of sources mean."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from learnstead.kernel import clock, taxonomy
from learnstead.learn.domain.lists import mappings
from learnstead.learn.web.lists import manage
from learnstead.learn.web.lists.access import staff_only
from learnstead.people.web.current import person
from learnstead.ports.services import services

PER_PAGE = 50
MOST_OF_OURS = 500


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The words that mean nothing yet, what staff said, and what the files say; a word is given its topic here."""
    problem = ""
    if request.method == "POST":
        try:
            changed = _change(request)
        except ValidationError as refused:
            problem = " ".join(refused.messages)
        else:
            messages.success(request, f"Done: {changed:,} resource{'s' * (changed != 1)} follow.")
            return redirect("learn:mappings")
    context = {
        "page": Paginator(mappings.unknown(), PER_PAGE).get_page(request.GET.get("page")),
        "made": mappings.made()[:MOST_OF_OURS],
        "of_files": mappings.of_files(),
        "topics": sorted(taxonomy.topics()),
        "problem": problem,
        "posted": request.POST,
    }
    return render(request, "learn/manage/mappings.html", context, status=400 if problem else 200)


def _change(request: HttpRequest) -> int:
    queue, at, posted = services().queue, clock.now(), request.POST
    if "remove" in posted:
        taken_back = get_object_or_404(mappings.made(), pk=manage.number(posted, "remove"))
        return mappings.remove(taken_back, at=at, queue=queue)
    if "restore" in posted:
        said = get_object_or_404(mappings.made(), pk=manage.number(posted, "restore"))
        return mappings.restore(said, queue=queue)
    return mappings.add(
        offered_by=posted.get("offered_by", "")[:200],
        word=posted.get("word", ""),
        topic=posted.get("topic", ""),
        by=person(request),
        at=at,
        queue=queue,
    )
