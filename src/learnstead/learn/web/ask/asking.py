"""From a request to an answer about to be made; what cannot be asked is refused here, before anything is stored."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

from learnstead.kernel import clock
from learnstead.kernel.errors import LearnsteadError
from learnstead.learn.domain.ask import conversations, limits
from learnstead.learn.domain.ask.answering import Answering
from learnstead.learn.domain.ask.limits import Asker, TooMuch
from learnstead.learn.domain.ask.retrieval import Lookup
from learnstead.learn.models import LearningResource
from learnstead.learn.models.conversation import Bot
from learnstead.learn.web.ask import slots
from learnstead.people.models import User
from learnstead.people.web.client import client_address
from learnstead.ports.services import services

VISITOR = "ask_visitor"
FIELDS = frozenset(
    {"question", "starter", "bot", "about", "problem", "conversation", "model", "instructions", "csrfmiddlewaretoken"}
)
LONGEST_FIELD = 20_000
BUSY_SECONDS = 5
TITLES = {
    HTTPStatus.BAD_REQUEST: "This cannot be asked",
    HTTPStatus.FORBIDDEN: "Not allowed",
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many questions",
}


class Refused(LearnsteadError):
    """The request is refused with ``status``; ``wait`` says after how many seconds it may be made again."""

    def __init__(self, status: HTTPStatus, says: str, *, wait: int = 0) -> None:
        """Keep what the answer needs."""
        super().__init__(says)
        self.status, self.wait = status, wait


@dataclass(frozen=True)
class Ready:
    """An answer to be made; ``give_back`` its place when it is over, however it ends."""

    answering: Answering
    give_back: Callable[[], None]


def asker(request: HttpRequest) -> Asker:
    """Who asks."""
    user = request.user if isinstance(request.user, User) else None
    visitor = str(request.session.get(VISITOR, ""))
    return Asker(user=user, visitor=visitor, address=client_address(request))


def fields(request: HttpRequest) -> dict[str, str]:
    """The fields of a form or of a JSON object, as text; unknown ones are refused."""
    if request.content_type == "application/json":
        try:
            given = json.loads(request.body or b"{}")
        except (ValueError, RecursionError) as problem:
            raise Refused(HTTPStatus.BAD_REQUEST, "The body is not JSON.") from problem
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            raise Refused(HTTPStatus.BAD_REQUEST, "The body must be a JSON object of texts.")
    else:
        given = request.POST.dict()
    if unknown := given.keys() - FIELDS:
        raise Refused(HTTPStatus.BAD_REQUEST, f"There is no field {', '.join(sorted(unknown))!r:.200}.")
    if any(len(value) > LONGEST_FIELD for value in given.values()):
        raise Refused(HTTPStatus.BAD_REQUEST, f"No field may be longer than {LONGEST_FIELD:,} characters.")
    return {name: _storable(value) for name, value in given.items()}


def prepared(request: HttpRequest, given: Mapping[str, str]) -> Ready:
    """Check everything, count the question, and store it; Refused when something is not as it must be."""
    person = _with_a_name(request)
    give_back = slots.take(person.counted_as[0])
    if give_back is None:
        says = "Other answers are still being made. Ask again in a few seconds."
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, says, wait=BUSY_SECONDS)
    try:
        return Ready(answering=_answering(person, given), give_back=give_back)
    except BaseException as problem:
        give_back()
        if isinstance(problem, LearnsteadError):
            raise _refusal(problem) from problem
        raise


def problem(refused: Refused) -> JsonResponse:
    """A refusal after RFC 9457."""
    says = {"type": "about:blank", "title": TITLES[refused.status], "status": refused.status, "detail": str(refused)}
    response = JsonResponse(says, status=refused.status, content_type="application/problem+json")
    if refused.wait:
        response.headers["Retry-After"] = str(refused.wait)
    return response


def _answering(person: Asker, given: Mapping[str, str]) -> Answering:
    at, known = clock.now(), services()
    question = conversations.must_be_askable(given.get("starter") or given.get("question", ""))
    model = given.get("model", "")
    if model and model not in known.language_model.models:
        raise Refused(HTTPStatus.BAD_REQUEST, "This model cannot be chosen here.")
    instructions = given.get("instructions", "")
    if instructions and not person.is_staff:
        raise Refused(HTTPStatus.FORBIDDEN, "Only staff may give the assistant instructions.")
    subject = _subject(person, given)
    limits.count_question(person, subject["bot"], at=at)
    conversation = subject.get("conversation") or conversations.begin(person, question=question, at=at, **subject)
    turn = conversations.put(conversation, question=question, model=model or known.language_model.models[0], at=at)
    return Answering(
        turn=turn,
        asker=person,
        model=known.language_model,
        lookup=Lookup(index=known.search, encoder=known.encoder, vectors=known.vectors),
        at=at,
        budget=known.language_budget,
        instructions=instructions,
    )


def _subject(person: Asker, given: Mapping[str, str]) -> dict[str, Any]:
    """An earlier conversation with its bot, or what a new one is to be about."""
    if given.get("conversation"):
        conversation = conversations.find(person, _uuid(given["conversation"]))
        return {"bot": conversation.bot, "conversation": conversation}
    bot = given.get("bot") or Bot.RECOMMEND
    if bot not in Bot.values:
        raise Refused(HTTPStatus.BAD_REQUEST, "There is no such bot.")
    slug = given.get("about", "")
    about = LearningResource.objects.filter(slug=slug).first() if slug and bot != Bot.RECOMMEND else None
    conversations.must_be_open(person, bot=bot, about=about, problem=given.get("problem", ""))
    return {"bot": bot, "about": about, "problem": given.get("problem", "")}


def _storable(text: str) -> str:
    """A text without what PostgreSQL refuses: NUL, and halves of characters, which JSON can spell."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def _with_a_name(request: HttpRequest) -> Asker:
    """Who asks; a visitor gets a name in their session with the first question."""
    if not request.user.is_authenticated and not request.session.get(VISITOR):
        request.session[VISITOR] = uuid.uuid4().hex
    return asker(request)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as problem:
        raise conversations.NotFound("There is no such conversation.") from problem


def _refusal(problem: LearnsteadError) -> Refused:
    if isinstance(problem, Refused):
        return problem
    if isinstance(problem, TooMuch):
        return Refused(HTTPStatus.TOO_MANY_REQUESTS, str(problem), wait=problem.wait)
    status = HTTPStatus.NOT_FOUND if isinstance(problem, conversations.NotFound) else HTTPStatus.BAD_REQUEST
    return Refused(status, str(problem))
