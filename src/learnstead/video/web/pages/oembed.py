"""oEmbed 1.0: how other sites learn to show our player when somebody pastes the address of a video."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from learnstead.ports.services import services
from learnstead.video.domain import sharing
from learnstead.video.domain.files import RELATED, files_of
from learnstead.video.domain.public_list import NOBODY, absolute
from learnstead.video.models import Video
from learnstead.video.web.numbers import number
from learnstead.video.web.pages.asked import uuid_of

POSTER = (640, 360)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PAGE = re.compile(r"/videos/(?P<key>[0-9a-f]{32})(?:/(?:embed/)?)?")


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """The player of a public video as JSON or XML; what is not public is not there, as far as this tells."""
    form = request.GET.get("format", "json")
    if form not in {"json", "xml"}:
        return HttpResponse("Only format=json and format=xml are spoken here.", status=HTTPStatus.NOT_IMPLEMENTED)
    video = _video(request.GET.get("url", ""))
    if video is None:
        return JsonResponse({"detail": "There is no public video at this address."}, status=HTTPStatus.NOT_FOUND)
    told = _told(request, video)
    answer = _as_xml(told) if form == "xml" else JsonResponse(told)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _told(request: HttpRequest, video: Video) -> dict[str, str | int]:
    site = services().url
    width, height = _size(request)
    address = site + reverse("video:embed", args=[video.hexkey])
    told: dict[str, str | int] = {
        "type": "video",
        "version": "1.0",
        "title": video.title,
        "author_name": video.collection.title,
        "author_url": site + reverse("video:collection", args=[video.collection.hexkey]),
        "provider_name": "Learnstead",
        "provider_url": f"{site}/",
        "width": width,
        "height": height,
        "html": sharing.iframe(address, video.title, width=width, height=height),
    }
    files = files_of(video)
    poster = services().delivery.playback(files, viewer=NOBODY, at=video.created_at).poster if files else ""
    if poster:
        told |= {"thumbnail_url": absolute(poster, site), "thumbnail_width": POSTER[0], "thumbnail_height": POSTER[1]}
    return told


def _as_xml(told: Mapping[str, str | int]) -> HttpResponse:
    answer = HttpResponse(content_type="text/xml; charset=utf-8")
    document = SimplerXMLGenerator(answer, "utf-8")
    document.startDocument()
    document.startElement("oembed", AttributesImpl({}))
    for name, value in told.items():
        document.addQuickElement(name, _NOT_IN_XML.sub("", str(value)))
    document.endElement("oembed")
    document.endDocument()
    return answer


def _video(url: str) -> Video | None:
    """The public video whose page or player is at ``url``."""
    path = url.partition("?")[0].partition("#")[0]
    found = _PAGE.fullmatch(path.removeprefix(services().url)) if path.startswith(services().url) else None
    if found is None:
        return None
    videos = Video.objects.select_related("collection", "current").prefetch_related(*RELATED)
    return videos.filter(key=uuid_of(found["key"]), is_public=True, deleted_at=None).first()


def _size(request: HttpRequest) -> tuple[int, int]:
    """The usual size, made smaller to fit ``maxwidth`` and ``maxheight``."""

    def most(name: str, usual: int) -> int:
        wanted = number(request.GET.get(name, ""))
        return usual if wanted is None else min(usual, max(1, wanted))

    scale = min(most("maxwidth", sharing.WIDTH) / sharing.WIDTH, most("maxheight", sharing.HEIGHT) / sharing.HEIGHT)
    return max(1, int(sharing.WIDTH * scale)), max(1, int(sharing.HEIGHT * scale))
