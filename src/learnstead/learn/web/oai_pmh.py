"""The door for harvesters."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from learnstead.learn.domain.oai_pmh.answers import answer
from learnstead.ports.services import services


@csrf_exempt  # it changes nothing, and the protocol wants POST to work for strangers
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: HttpRequest) -> HttpResponse:
    """Answer one request; the protocol's errors are answers too."""
    given = request.POST if request.method == "POST" else request.GET
    arguments = {name: [value.replace("\x00", "") for value in values] for name, values in given.lists()}
    at = urljoin(services().url, reverse("learn:oai_pmh"))
    document = answer(arguments, at=at, contact=settings.DEFAULT_FROM_EMAIL)
    return HttpResponse(document, content_type="text/xml; charset=utf-8")
