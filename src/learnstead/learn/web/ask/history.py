"""What one asked: the list, rating an answer, taking it all along, deleting it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from learnstead.learn.domain.ask import conversations
from learnstead.learn.models import Conversation
from learnstead.learn.web.ask import asking

PAGE_SIZE = 20
AS_FILE = 'attachment; filename="conversations.json"'


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's conversations, the latest first."""
    pages = Paginator(conversations.of(asking.asker(request)), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {"page": page, "total": pages.count, "days": conversations.FORGOTTEN_AFTER.days}
    return render(request, "learn/ask/history.html", context)


@never_cache
@require_safe
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One conversation as JSON."""
    mine = conversations.of(asking.asker(request)).filter(pk=_found(request, pk).pk)
    return _file(conversations.exported(mine))


@never_cache
@require_safe
def export_all(request: HttpRequest) -> HttpResponse:
    """All one's conversations as JSON."""
    return _file(conversations.exported(conversations.of(asking.asker(request))))


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete one conversation."""
    _found(request, pk).delete()
    messages.success(request, "The conversation is deleted.")
    return redirect("learn:ask_history")


@require_POST
def delete_all(request: HttpRequest) -> HttpResponse:
    """Delete all one's conversations."""
    conversations.of(asking.asker(request)).delete()
    messages.success(request, "All your conversations are deleted.")
    return redirect("learn:ask_history")


@require_POST
def rate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whether an answer helped, and why; JSON for scripts, a page for forms."""
    scripted = request.headers.get("Accept") == "application/json"
    try:
        turn = conversations.find_turn(asking.asker(request), pk)
        conversations.rate(turn, rating=request.POST.get("rating", ""), reason=request.POST.get("reason", ""))
    except conversations.NotFound as problem:
        raise Http404 from problem
    except conversations.BadQuestion as problem:
        return JsonResponse({"detail": str(problem)}, status=400)
    if scripted:
        return JsonResponse({"rating": turn.rating, "reason": turn.reason})
    messages.success(request, "Thank you. Your rating is kept with the answer.")
    return redirect("learn:ask_conversation", turn.conversation_id)


def _found(request: HttpRequest, pk: UUID) -> Conversation:
    try:
        return conversations.find(asking.asker(request), pk)
    except conversations.NotFound as problem:
        raise Http404 from problem


def _file(value: object) -> HttpResponse:
    response = JsonResponse({"conversations": value}, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = AS_FILE
    return response
