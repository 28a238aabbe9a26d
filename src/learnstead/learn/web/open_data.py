"""The catalogue to take away."""

from urllib.parse import urljoin

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.kernel import amb
from learnstead.learn.domain import open_data, queries
from learnstead.learn.domain.amb import described
from learnstead.ports.services import services

KINDS = {".parquet": "application/vnd.apache.parquet", ".gz": "application/gzip"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is to take, and how to read it."""
    dump = open_data.latest(services().objects)
    example = queries.published().order_by("pk").first()
    return render(request, "learn/open_data.html", {"dump": dump, "example": example, "harvest": _absolute("oai_pmh")})


@require_safe
def file(_request: HttpRequest, name: str) -> HttpResponseBase:
    """One file of the latest dump."""
    dump = open_data.latest(services().objects)
    wanted = next((one for one in dump.files if one.name == name), None) if dump else None
    if dump is None or wanted is None:
        raise Http404(name)
    content = services().objects.open(f"{dump.prefix}/{wanted.name}")
    kind = KINDS["." + name.rsplit(".", 1)[-1]]
    response = FileResponse(content, as_attachment=True, filename=wanted.name, content_type=kind)
    response.headers["Content-Length"] = str(wanted.size)
    response.headers["ETag"] = f'"{wanted.sha256}"'
    return response


@require_safe
def description(_request: HttpRequest, pk: int) -> HttpResponse:
    """One resource in AMB."""
    resource = get_object_or_404(queries.published(), pk=pk)
    document = amb.encode(described(resource, base=services().url))
    return HttpResponse(document, content_type="application/ld+json; charset=utf-8")


def _absolute(name: str) -> str:
    return urljoin(services().url, reverse(f"learn:{name}"))
