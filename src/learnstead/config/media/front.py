"""The byte server at its two places: in front of Django, and inside it, where the database can be asked."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from learnstead.config.media.addresses import PREFIX, parse
from learnstead.config.media.answers import Answer
from learnstead.config.media.server import MediaServer

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def in_front_of(application: Application, media: MediaServer) -> Application:
    """A WSGI application that answers ``/media/`` with bytes and leaves everything else to ``application``.

    What may be public although no mark says so goes on, too: to the view below.
    """

    def front(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(PREFIX):
            return application(environ, start_response)
        answer = media.answer(environ)
        if answer.unsure:
            return application(environ, start_response)
        start_response(answer.status, answer.headers)
        return answer.body

    return front


def view_of(media: MediaServer, settle: Callable[[str], str]) -> Callable[..., HttpResponseBase]:
    """The same as a view. ``settle`` sets the mark of a video as the database says; ``""`` when it is not public."""

    def view(request: HttpRequest, **_path: str) -> HttpResponseBase:
        asked = {**request.META, "PATH_INFO": request.path_info}
        answer = media.answer(asked)
        address = parse(request.path_info, "") if answer.unsure else None
        if address and settle(address.video):
            answer = media.answer(asked)
        return _response(answer)

    return view


def _response(answer: Answer) -> HttpResponseBase:
    status = int(answer.status.split()[0])
    whole = isinstance(answer.body, list)
    response = HttpResponse(b"".join(answer.body)) if whole else StreamingHttpResponse(answer.body)
    response.status_code = status
    for name, value in answer.headers:
        response.headers[name] = value
    return response
