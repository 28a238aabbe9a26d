"""Answers in JSON, written fast, with what caches need to know."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe, quote_etag

_ENCODER = msgspec.json.Encoder(decimal_format="string")
# Asked for again each time, and answered with 304 while nothing has changed.
REVALIDATE = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-cache"


def encoded(data: Any) -> bytes:
    """Plain structures as JSON."""
    return _ENCODER.encode(data)


def answer(data: Any, *, status: int = 200, changed_at: datetime | None = None, max_age: int = 0) -> HttpResponse:
    """Plain structures as JSON. ``changed_at`` becomes Last-Modified; ``max_age`` is for how many seconds it holds."""
    response = HttpResponse(encoded(data), status=status, content_type="application/json")
    if changed_at:
        response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    if max_age:
        response.headers["Cache-Control"] = f"public, max-age={max_age}"
    return response


def nothing() -> HttpResponse:
    """204, after something was removed."""
    return HttpResponse(status=204)


def cacheable(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer to a GET with its validators, or 304. What a session may change is nobody else's to keep."""
    if response.status_code != 200 or response.streaming or not isinstance(response, HttpResponse):  # noqa: PLR2004
        return response
    patch_vary_headers(response, ["Cookie"])
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response.headers["Cache-Control"] = PRIVATE
    else:
        response.headers.setdefault("Cache-Control", REVALIDATE)
    digest = blake2b(response.content, digest_size=12).hexdigest()
    response.headers.setdefault("ETag", quote_etag(digest))
    changed = parse_http_date_safe(response.headers.get("Last-Modified", ""))
    conditional = get_conditional_response(request, response.headers["ETag"], changed, response)
    return conditional if conditional is not None else response
