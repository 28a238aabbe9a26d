"""Every route of the API, by subject, and how errors below them are answered."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from learnstead.learn.domain.releases import ask_for_rebuild
from learnstead.learn.web.rest import (
    around,
    channels,
    edge,
    files,
    learning_paths,
    listings,
    news,
    pages,
    parameters,
    problems,
    profiles,
    reference_data,
    search,
    subscriptions,
    testimonials,
    userlists,
)
from learnstead.learn.web.rest.problems import Refused
from learnstead.learn.web.rest.specification import Specification
from learnstead.learn.web.search import TRY_AGAIN_SECONDS
from learnstead.ports.search import IndexMissing
from learnstead.ports.services import services

DESCRIPTION = """\
Everything in the catalogue, for programs. Names of paths, parameters and fields are those of MIT Learn's v1, so that
its clients work here. Lists come in pages; a parameter of several values is repeated. Errors are problems after
RFC 9457.
"""
# One router for each subject; its routes are written in full below /api/v1.
ROUTERS = (
    listings.router,
    learning_paths.router,
    userlists.router,
    testimonials.router,
    around.router,
    files.router,
    search.router,
    subscriptions.router,
    profiles.router,
    reference_data.router,
    channels.router,
    news.router,
)


class Rest(NinjaAPI):
    """The framework, told to keep what was given for a parameter that is wrong: the message quotes it."""

    def validation_error_from_error_contexts(self, error_contexts: list[Any]) -> ValidationError:
        """What is wrong, as ``parameters.as_refusal`` reads it."""
        return ValidationError(
            [
                {**error, "loc": (context.model.__ninja_param_source__, *error["loc"])}
                for context in error_contexts
                for error in context.pydantic_validation_error.errors(include_url=False)
            ]
        )


rest = Rest(
    title="Learnstead",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="rest",
    openapi_url=None,
    docs_url=None,
)
for _router in ROUTERS:
    rest.add_router("", _router)
specification = Specification(rest)


@rest.exception_handler(Refused)
def _refused(_request: HttpRequest, problem: Refused) -> HttpResponse:
    return problems.response(problem)


@rest.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, problem: ValidationError) -> HttpResponse:
    return problems.response(parameters.as_refusal(problem))


@rest.exception_handler(AuthenticationError)
def _not_signed_in(_request: HttpRequest, _problem: AuthenticationError) -> HttpResponse:
    """403, as clients know it: there is no scheme of HTTP by which they could answer a 401."""
    detail = "Authentication credentials were not provided."
    return problems.response(Refused(403, detail, error_type="NotAuthenticated"))


@rest.exception_handler(HttpError)
def _http_error(_request: HttpRequest, problem: HttpError) -> HttpResponse:
    return problems.response(Refused(problem.status_code, str(problem)))


@rest.exception_handler(PermissionDenied)
def _denied(_request: HttpRequest, problem: PermissionDenied) -> HttpResponse:
    return problems.response(Refused(403, str(problem) or "You may not do this."))


@rest.exception_handler(Http404)
def _not_found(_request: HttpRequest, _problem: Http404) -> HttpResponse:
    return problems.response(Refused(404, "There is nothing at this address."))


@rest.exception_handler(IndexMissing)
def _no_index(_request: HttpRequest, _problem: IndexMissing) -> HttpResponse:
    ask_for_rebuild(services().queue)
    detail = "The search index is being built. Try again in a moment."
    headers = {"Retry-After": TRY_AGAIN_SECONDS}
    return problems.response(Refused(503, detail, error_type="IndexMissing", headers=headers))


def nowhere(_request: HttpRequest, **_named: Any) -> HttpResponse:
    """An address below /api/v1/ that no route has."""
    return problems.response(Refused(404, "There is nothing at this address."))


_routes = [one for one in rest.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
urlpatterns = [
    *edge.guarded(_routes, specification.known_parameters),
    path("openapi.json", pages.document(specification), name="openapi"),
    path("docs/", pages.documentation(specification), name="api_docs"),
    re_path(r"", nowhere),
]
