"""Errors after RFC 9457, with the members that clients of MIT Learn's API read."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse
from typing_extensions import TypedDict

CONTENT_TYPE = "application/problem+json"
OWN_MEMBERS = frozenset({"type", "title", "status", "detail", "instance", "error_type", "errors"})
# What MIT Learn's API calls the kinds of error: the names of its framework's exceptions.
ERROR_TYPES = {
    HTTPStatus.BAD_REQUEST: "ValidationError",
    HTTPStatus.FORBIDDEN: "PermissionDenied",
    HTTPStatus.NOT_FOUND: "Http404",
    HTTPStatus.METHOD_NOT_ALLOWED: "MethodNotAllowed",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "UnsupportedMediaType",
    HTTPStatus.TOO_MANY_REQUESTS: "Throttled",
}


class Problem(TypedDict):
    """What is wrong with a request. ``errors`` has the messages for each parameter or field at fault.

    The same messages are also members of their own, by the name of the field, unless that is a name above.
    """

    type: str
    title: str
    status: int
    detail: str
    error_type: str
    errors: dict[str, list[str]]


class Refused(Exception):
    """Raised anywhere below a route to answer with a problem; ``fields`` has messages by parameter or field."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        error_type: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = HTTPStatus(status)
        self.detail = detail
        self.fields = fields or {}
        self.error_type = error_type
        self.headers = headers or {}


def invalid(field: str, message: str) -> Refused:
    """A 400 about one parameter or field."""
    return Refused(HTTPStatus.BAD_REQUEST, f"{field}: {message}", fields={field: [message]})


def response(refused: Refused) -> HttpResponse:
    """The answer that says what was refused."""
    status = refused.status
    fields = {name: list(messages) for name, messages in refused.fields.items()}
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": refused.detail,
        "error_type": refused.error_type or ERROR_TYPES.get(status, "APIException"),
        "errors": fields,
        **{name: messages for name, messages in fields.items() if name not in OWN_MEMBERS},
    }
    answer = HttpResponse(msgspec.json.encode(body), status=status.value, content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    for name, value in refused.headers.items():
        answer.headers[name] = value
    return answer
