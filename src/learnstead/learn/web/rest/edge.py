"""What every request to the API passes: limits, protection from forged requests, known parameters, validators."""

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from ninja.utils import check_csrf

from learnstead.kernel import clock
from learnstead.learn.web.rest import answers, limits, parameters, problems
from learnstead.learn.web.rest.problems import Refused
from learnstead.people.web.client import client_address

SAFE = {"GET", "HEAD", "OPTIONS"}
# The names of the query parameters of an operation, by method and route.
KnownParameters = Callable[[str, str], Iterable[str] | None]
COUNTER = limits.RequestCounter()
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def guarded(patterns: Iterable[URLPattern], known: KnownParameters) -> list[URLPattern]:
    """The same addresses, behind the edge; without names, for pages have some of the same."""
    return [URLPattern(pattern.pattern, _edge(pattern.callback, known), pattern.default_args) for pattern in patterns]


def _edge(view: Callable[..., HttpResponseBase], known: KnownParameters) -> Callable[..., HttpResponseBase]:
    @functools.wraps(view)  # with its mark that Django's own CSRF check leaves it to us
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        allowance = COUNTER.count(client_address(request), limit=settings.API_REQUESTS_PER_MINUTE, at=clock.now())
        try:
            _check(request, allowance, known)
            response = _answered(view, request, *args, **kwargs)
        except Refused as refused:
            response = problems.response(refused)
        if settings.API_REQUESTS_PER_MINUTE:
            for name, value in allowance.headers.items():
                response.headers[name] = value
        return response

    return answer


def _check(request: HttpRequest, allowance: limits.Allowance, known: KnownParameters) -> None:
    if settings.API_REQUESTS_PER_MINUTE and allowance.left < 0:
        raise Refused(
            429,
            f"More than {allowance.limit} requests in a minute. Try again in {allowance.seconds} seconds.",
            headers={"Retry-After": str(allowance.seconds)},
        )
    # Without a session nobody is signed in, and a forged request is as good as any other.
    if request.method not in SAFE and settings.SESSION_COOKIE_NAME in request.COOKIES and check_csrf(request):
        raise Refused(403, "CSRF Failed: send the token of the cookie in the X-CSRFToken header.")
    if request.method not in SAFE and (b"\x00" in request.body or b"\\u0000" in request.body):
        raise Refused(400, "The body has a NUL in it, which no text here can hold.")
    match = request.resolver_match
    route = "/" + _CONVERTER.sub(r"{\1}", match.route) if match else request.path
    names = known("GET" if request.method == "HEAD" else request.method or "", route)
    if names is not None:
        parameters.refuse_unknown(request.GET, names)


def _answered(
    view: Callable[..., HttpResponseBase], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """The answer of a route, its errors as problems. A HEAD is a GET whose body nobody reads."""
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    response = view(request, *args, **kwargs)
    if response.status_code == 405:  # noqa: PLR2004
        allowed = {"Allow": response.headers.get("Allow", "")}
        return problems.response(Refused(405, f"This address does not take {request.method}.", headers=allowed))
    if request.method == "GET":
        response = answers.cacheable(request, response)
    if is_head and isinstance(response, HttpResponse):
        request.method = "HEAD"
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response
