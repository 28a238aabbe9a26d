"""The search page, its state in its address, and suggestions for those who type."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from learnstead.kernel import clock
from learnstead.learn.domain import cards, queries, rescue, search_log, searching
from learnstead.learn.domain.releases import ask_for_rebuild
from learnstead.learn.domain.searching import Answer, Asked
from learnstead.learn.models import SearchMode
from learnstead.learn.web import inside, search_results, search_state
from learnstead.ports.search import IndexMissing
from learnstead.ports.services import services

SORTS = (("", "Best match"), ("new", "Recently added"), ("-views", "Popular"), ("upcoming", "Upcoming"))
TRY_AGAIN_SECONDS = "5"
OPENED, OPENED_WITHIN_SECONDS = "learn.search.opened", 12 * 60 * 60


@require_safe
@gzip_page
def search(request: HttpRequest) -> HttpResponse:
    """Results, facets and chips for what the address asks for."""
    asked = search_state.asked_for(request)
    if request.GET.get("site"):
        return inside.inside(request, asked)
    context: dict[str, Any] = {"asked": asked, "sorts": SORTS, "topics": []}
    is_too_deep = asked.page > searching.LAST_PAGE
    try:
        answer = _answer(replace(asked, offset=0) if is_too_deep else asked)
        context |= _shown(request, answer, is_too_deep=is_too_deep)
    except IndexMissing:
        return _without_index(request, context)
    if request.method == "GET" and not is_too_deep:
        _note(answer, context)
    return render(request, "learn/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Up to six resources that begin like what was typed."""
    try:
        found = services().search.suggest(search_state.text_of(request.GET))
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


@csrf_exempt
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """That a result of a search was opened. The token is ours and says which search; nobody else's is counted."""
    try:
        text = signing.loads(request.POST.get("token", ""), salt=OPENED, max_age=OPENED_WITHIN_SECONDS)
    except signing.BadSignature:
        return HttpResponse(status=400)
    search_log.note_opened(text=text, on=clock.now().date())
    return HttpResponse(status=204)


def _answer(asked: Asked) -> Answer:
    given = services()
    return searching.search(asked=asked, index=given.search, encoder=given.encoder, vectors=given.vectors)


def _note(answer: Answer, context: dict[str, Any]) -> None:
    """Count a search that was made afresh; one that is narrowed or turned to its next page is the same search."""
    asked = answer.asked
    text = search_log.normal(asked.text)
    if not text or asked.tuning:
        return
    if asked.offset == 0 and not asked.narrowed and not asked.sortby:
        search_log.note_asked(text=text, found=answer.total, on=clock.now().date())
    context["opened_token"] = signing.dumps(text, salt=OPENED)


def _shown(request: HttpRequest, answer: Answer, *, is_too_deep: bool) -> dict[str, Any]:
    """What the page says of an answer."""
    params, ranked = request.GET, answer.ranked
    correction = search_state.address(params, q=ranked.did_you_mean) if ranked.did_you_mean else ""
    return {
        "answer": answer,
        "modes": [("" if mode == ranked.usual_mode else mode, name) for mode, name in SearchMode.choices],
        "tabs": list(search_state.tabs(params, answer)),
        "facets": search_results.shown_facets(answer),
        "cards": [] if is_too_deep else search_results.fields_of(answer.found, clock.now()),
        "chips": list(search_state.chips(params, answer)),
        "pages": [] if is_too_deep else list(search_state.pages(params, answer)),
        "correction": correction,
        "without_filters": search_state.without_filters(params),
        "first_page": search_state.address(params),
        "start": answer.asked.offset + 1,
        "is_too_deep": is_too_deep,
        "last_page": searching.LAST_PAGE,
        **({} if answer.total else _ways_out(request, answer)),
    }


def _ways_out(request: HttpRequest, answer: Answer) -> dict[str, Any]:
    """What somebody may do who found nothing."""
    found = rescue.ways_out(answer, ask=_answer)
    fewer = [{**way, "address": search_state.address(request.GET, **{way["facet"]: ""})} for way in found.fewer_filters]
    return {
        "fewer_filters": fewer,
        "nearby": search_results.fields_of(found.nearby, clock.now()),
        "topics": queries.root_topics(),
    }


def _without_index(request: HttpRequest, context: Mapping[str, object]) -> HttpResponse:
    """Nothing was published yet, or the index was lost: then it is built now, and the page says so."""
    if not queries.counts():
        return render(request, "learn/search.html", {**context, "nothing_published": True})
    ask_for_rebuild(services().queue)
    context = {**context, "rebuilding": True, "topics": queries.root_topics()}
    response = render(request, "learn/search.html", context, status=503)
    response.headers["Retry-After"] = TRY_AGAIN_SECONDS
    return response
