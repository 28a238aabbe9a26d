"""The specification as a document for programs and as a page for people."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learnstead.learn.web.rest import answers
from learnstead.learn.web.rest.reading import read
from learnstead.learn.web.rest.specification import Specification

HOUR = 3600


def document(specification: Specification) -> Callable[[HttpRequest], HttpResponseBase]:
    """The view that answers with the OpenAPI document."""

    @require_safe
    def answer(request: HttpRequest) -> HttpResponseBase:
        return answers.cacheable(request, answers.answer(specification.document, max_age=HOUR))

    return answer


def documentation(specification: Specification) -> Callable[[HttpRequest], HttpResponse]:
    """The view that shows every route with its parameters and answers."""

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, "learn/rest.html", {"guide": read(specification.document)})

    return page
