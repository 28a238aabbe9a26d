"""The search page, its state in its address, and suggestions for those who type."""

from collections.abc import Iterator, Mapping, Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from learnstead.kernel import clock
from learnstead.learn.domain import cards, facets, queries, searching
from learnstead.learn.domain.releases import INDEX_LOCK
from learnstead.learn.domain.searching import Answer, Asked, Found
from learnstead.learn.models import SearchMode
from learnstead.learn.web import inside
from learnstead.learn.web.marking import marked
from learnstead.ports.search import IndexMissing
from learnstead.ports.services import services

SORTS = (("", "Best match"), ("new", "Recently added"), ("-views", "Popular"), ("upcoming", "Upcoming"))
REBUILD_JOB = "learn.rebuild_search"
AROUND = 2
LONGEST_VALUE, MOST_VALUES = 200, 100
TRY_AGAIN_SECONDS = "5"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results, facets and chips for what the address asks for."""
    asked = _asked(request.GET)
    if request.GET.get("site"):
        return inside.inside(request, asked)
    context = {"asked": asked, "sorts": SORTS, "topics": []}
    try:
        answer = searching.search(asked=asked, index=services().search)
    except IndexMissing:
        return _without_index(request, context)
    context |= {
        "answer": answer,
        "cards": [_card(found) for found in answer.found],
        "chips": list(_chips(request.GET, answer)),
        "pages": list(_pages(request.GET, answer)),
        "correction": _address(request.GET, q=answer.ranked.did_you_mean) if answer.ranked.did_you_mean else "",
        "without_filters": _address(QueryDict(), q=asked.text),
        "first_page": _address(request.GET),
        "start": (asked.page - 1) * asked.limit + 1,
        "topics": [] if answer.total else queries.root_topics(),
    }
    return render(request, "learn/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Up to six resources that begin like what was typed."""
    try:
        found = services().search.suggest(request.GET.get("q", "")[: searching.LONGEST_QUERY])
    except IndexMissing:
        found = ()
    suggestions = [
        {
            "title": f"{cards.course_number(one.stored.get('number', ''))} {one.title}".strip(),
            "url": one.stored.get("url", ""),
        }
        for one in found
    ]
    return JsonResponse({"suggestions": suggestions})


def _asked(params: QueryDict) -> Asked:
    page = params.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < len("10000") else 1
    sortby, mode = params.get("sortby", ""), params.get("mode", "")
    return Asked(
        text=" ".join(params.get("q", "").replace("\x00", "").split())[: searching.LONGEST_QUERY],
        filters={name: _values(params, name) for name in facets.NAMES},
        sortby=sortby if sortby in searching.SORTS else "",
        mode=mode if mode in SearchMode.values else "",
        offset=(max(number, 1) - 1) * searching.PAGE_SIZE,
    )


def _values(params: QueryDict, name: str) -> list[str]:
    """What is chosen of a facet; nobody chooses a hundred, or one as long as a page."""
    said = (value for value in params.getlist(name) if value and "\x00" not in value)
    return [value[:LONGEST_VALUE] for value in said][:MOST_VALUES]


def _without_index(request: HttpRequest, context: Mapping[str, object]) -> HttpResponse:
    """Nothing was published yet, or the index was lost: then it is built now, and the page says so."""
    if not queries.counts():
        return render(request, "learn/search.html", {**context, "nothing_published": True})
    services().queue.put(REBUILD_JOB, lock=INDEX_LOCK, once=REBUILD_JOB)
    context = {**context, "rebuilding": True, "topics": queries.root_topics()}
    response = render(request, "learn/search.html", context, status=503)
    response.headers["Retry-After"] = TRY_AGAIN_SECONDS
    return response


def _card(found: Found) -> dict[str, object]:
    """A result; highlights are HTML that the index has escaped."""
    part = found.hit.part
    same_words = part and strip_tags(part.highlight) in strip_tags(found.hit.highlight)
    return {
        "about": cards.card(found.resource, clock.now()),
        "title": marked(found.hit.title),
        "highlight": marked(found.hit.highlight),
        "part_title": marked(part.title) if part else "",
        "part_highlight": marked(part.highlight) if part and not same_words else "",
        "part_url": part.stored.get("url", "") if part else "",
    }


def _address(params: QueryDict, **changes: str) -> str:
    """This search with something changed, from its first page unless said otherwise."""
    changed = params.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}"


def _chips(params: QueryDict, answer: Answer) -> Iterator[dict[str, str]]:
    """Each filter that is on, with the address that takes it off."""
    for facet in answer.facets:
        for value in facet.values:
            if value.chosen:
                without = params.copy()
                without.setlist(facet.name, [one for one in params.getlist(facet.name) if one != value.value])
                yield {"label": value.label, "facet": facet.title, "address": _address(without)}


def _pages(params: QueryDict, answer: Answer) -> Iterator[dict[str, object]]:
    """Page numbers to show: the first, the last, and those around this one; None where some are left out."""
    here, last = answer.asked.page, answer.pages
    shown: Sequence[int] = sorted({1, last, *range(max(1, here - AROUND), min(last, here + AROUND) + 1)})
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            yield {"number": None}
        yield {"number": number, "here": number == here, "address": _address(params, page=str(number))}
