"""What goes wrong with an upload, as answers that programs and people can read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.objects import NoRoom
from learnstead.ports.services import services
from learnstead.video.domain import access
from learnstead.video.domain.intake.refusals import Damaged, Gone, Held, Refused, TooMuch, WrongPlace
from learnstead.video.web.intake.headers import VERSION, BadHeader, NoLength, tell_abilities

View = Callable[..., HttpResponse]
CHECKSUM_MISMATCH = 460
STATUSES: tuple[tuple[type[Exception], int, str], ...] = (
    (TooMuch, 413, "too-much"),
    (Gone, 410, "gone"),
    (WrongPlace, 409, "wrong-offset"),
    (Damaged, CHECKSUM_MISMATCH, "checksum"),
    (Held, 423, "busy"),
    (Refused, 422, "refused"),
    (access.Forbidden, 403, "forbidden"),
    (NoLength, 411, "length"),
    (BadHeader, 400, "bad-header"),
    (NoRoom, 507, "disk-full"),
    (Transient, 503, "try-again"),
    (Terminal, 422, "refused"),
)
PATIENCE_SECONDS = "5"


def speaks_tus(view: View) -> View:
    """Answer in tus's words to those who are signed in and speak its version."""

    def asked(request: HttpRequest, **arguments: Any) -> HttpResponse:
        rules = services().intake.rules
        if request.method == "OPTIONS":
            return tell_abilities(HttpResponse(status=204), rules)
        if not request.user.is_authenticated:
            return refusal(401, "sign-in", "sign in first")
        if request.headers.get("Tus-Resumable") != VERSION:
            words = f"this server speaks tus {VERSION}; say so in Tus-Resumable"
            return tell_abilities(refusal(412, "version", words), rules)
        return view(request, **arguments)

    return wraps(view)(in_words_of_tus(asked))


def in_words_of_tus(view: View) -> View:
    """Answer in tus's version, and with a reason in JSON when refused."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        response = _answer(view, request, arguments)
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def _answer(view: View, request: HttpRequest, arguments: dict[str, Any]) -> HttpResponse:
    try:
        return view(request, **arguments)
    except Http404:
        return refusal(404, "not-found", "there is no such upload")
    except tuple(kind for kind, _, _ in STATUSES) as problem:
        status, reason = next((status, reason) for kind, status, reason in STATUSES if isinstance(problem, kind))
        response = refusal(status, reason, str(problem))
        if isinstance(problem, Transient):
            response.headers["Retry-After"] = PATIENCE_SECONDS
        return response


def refusal(status: int, reason: str, words: str) -> JsonResponse:
    """``reason`` is for programs, ``words`` for people."""
    return JsonResponse({"reason": reason, "error": words}, status=status)
