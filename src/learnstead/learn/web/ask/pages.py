"""The pages on which one asks: a new conversation, and one that goes on. Without script a form does it all."""

from collections import deque
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learnstead.learn.domain.ask import conversations, material
from learnstead.learn.domain.ask.bots import ABOUT
from learnstead.learn.domain.ask.bots import about as words_about
from learnstead.learn.models import Conversation, LearningResource
from learnstead.learn.models.conversation import Bot
from learnstead.learn.web.ask import asking, shown
from learnstead.learn.web.ask.asking import Refused
from learnstead.ports.services import services


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, bot: str, slug: str = "") -> HttpResponse:
    """Begin a conversation. ``q`` in the address is a question that was typed elsewhere."""
    about = get_object_or_404(LearningResource, slug=slug) if slug else None
    if about and not material.may_see(about, asking.asker(request).user):
        raise Http404(slug)
    given = {"bot": bot, "about": slug}
    if bot == Bot.TUTOR and about:
        titles = material.problems(about)
        chosen = request.POST.get("problem") or request.GET.get("problem") or next(iter(titles), "")
        if chosen not in titles:
            raise Http404(chosen)
        given["problem"] = chosen
    return _page(request, given, about=about, conversation=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A conversation of one's own, and the next question in it."""
    try:
        found = conversations.find(asking.asker(request), pk)
    except conversations.NotFound as problem:
        raise Http404 from problem
    return _page(request, {"conversation": str(pk)}, about=found.about, conversation=found)


def _page(
    request: HttpRequest,
    given: Mapping[str, str],
    *,
    about: LearningResource | None,
    conversation: Conversation | None,
) -> HttpResponse:
    refused = None
    if request.method == "POST":
        try:
            return _answered(request, given)
        except Refused as problem:
            refused = problem
    bot = conversation.bot if conversation else given["bot"]
    exercise = conversation.problem if conversation else given.get("problem", "")
    context = {
        "bot": bot,
        "about": about,
        "words": words_about(Bot(bot), about.resource_type) if about else ABOUT[bot],
        "given": given,
        "problem": exercise,
        "problems": material.problems(about) if bot == Bot.TUTOR and about else (),
        "tutor": address(Bot.TUTOR, about) if bot == Bot.COURSE and about and material.problems(about) else "",
        "conversation": conversation,
        "turns": [shown.turn(one) for one in conversation.turns.all()] if conversation else [],
        "extractive": services().language_model.extractive,
        "new": address(bot, about),
        "question": request.POST.get("question") or request.GET.get("q", ""),
        "longest": conversations.LONGEST_QUESTION,
        "refused": refused,
    }
    response = render(request, "learn/ask/page.html", context, status=refused.status if refused else HTTPStatus.OK)
    if refused and refused.wait:
        response.headers["Retry-After"] = str(refused.wait)
    return response


def _answered(request: HttpRequest, given: Mapping[str, str]) -> HttpResponse:
    """Make the whole answer, then show the conversation it stands in."""
    ready = asking.prepared(request, {**asking.fields(request), **given})
    try:
        deque(ready.answering.events(), maxlen=0)
    finally:
        ready.give_back()
    turn = ready.answering.turn
    return HttpResponseRedirect(f"{reverse('learn:ask_conversation', args=[turn.conversation_id])}#answer-{turn.pk}")


def address(bot: str, about: LearningResource | None) -> str:
    """Where a conversation of a kind is begun."""
    if about is None or bot == Bot.RECOMMEND:
        return reverse("learn:ask")
    return reverse(f"learn:ask_{bot}", args=[about.slug])


def panel(about: LearningResource) -> Mapping[str, Any] | None:
    """What the box on a course's or a recording's page needs, or None where there is nothing to ask about."""
    kinds = {"course": Bot.COURSE, "program": Bot.COURSE, "video": Bot.VIDEO, "podcast_episode": Bot.VIDEO}
    bot = kinds.get(about.resource_type)
    return {"address": address(bot, about), "words": words_about(bot, about.resource_type)} if bot else None
