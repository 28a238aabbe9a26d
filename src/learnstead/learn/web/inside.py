"""Search inside one course: where the search box on a course's own pages leads."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from learnstead.learn.domain import queries
from learnstead.learn.domain.searching import Asked
from learnstead.learn.web.marking import marked
from learnstead.ports.search import IndexMissing
from learnstead.ports.services import services

PAGE_SIZE = 20


def inside(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The pages and files of the site that the address names. Without an index: its course page, which lists them."""
    resource = queries.published().filter(site=request.GET["site"].replace("\x00", "")).first()
    if resource is None:
        raise Http404
    offset = (asked.page - 1) * PAGE_SIZE
    try:
        found = services().search.inside(str(resource.pk), asked.text, offset=offset, limit=PAGE_SIZE)
    except IndexMissing:
        return HttpResponseRedirect(resource.get_absolute_url())
    context = {
        "asked": asked,
        "resource": resource,
        "found": found,
        "parts": [
            {"title": marked(part.title), "highlight": marked(part.highlight), **part.stored} for part in found.parts
        ],
        "start": offset + 1,
        "earlier": asked.page - 1,
        "later": asked.page + 1 if offset + PAGE_SIZE < found.total else 0,
    }
    return render(request, "learn/inside.html", context)
