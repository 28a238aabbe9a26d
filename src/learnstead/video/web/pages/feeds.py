"""A collection as a podcast: RSS 2.0 with what Apple's and Podcasting 2.0's readers add."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from learnstead.ports.services import services
from learnstead.video.domain.files import RELATED, files_of
from learnstead.video.domain.public_list import NOBODY, absolute
from learnstead.video.models import Collection, Video
from learnstead.video.web.pages.asked import uuid_of

MOST = 300
MEDIA_TYPE = "application/rss+xml; charset=utf-8"


class Podcast(Rss201rev2Feed):
    """RSS 2.0 with lengths, pictures and transcripts."""

    def rss_attributes(self) -> dict[str, str]:
        """The two vocabularies that are used besides RSS's own."""
        return super().rss_attributes() | {
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """What Apple asks of a feed."""
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:author", self.feed["author_name"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Length, picture and transcripts of one video."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:duration", str(round(item["duration"])))
        if item["poster"]:
            handler.addQuickElement("itunes:image", None, {"href": item["poster"]})
        for language, address in item["captions"].items():
            told = {"url": address, "type": "text/vtt", "language": language, "rel": "captions"}
            handler.addQuickElement("podcast:transcript", None, told)


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The public videos of a collection that can be kept as a file, newest first."""
    collection = get_object_or_404(Collection, key=uuid_of(key))
    public = Video.objects.filter(collection=collection, is_public=True, deleted_at=None)
    if not public.exists():
        raise Http404("Nothing in this collection is public.")
    site = services().url
    made = Podcast(
        title=collection.title,
        link=site + reverse("video:collection", args=[collection.hexkey]),
        description=collection.description or collection.title,
        feed_url=site + request.path,
        author_name=str(collection.owner),
    )
    newest = public.order_by("-created_at").select_related("current").prefetch_related(*RELATED)[:MOST]
    for item in _items(newest, site):
        made.add_item(**item)
    return HttpResponse(made.writeString("utf-8"), content_type=MEDIA_TYPE)


def _items(videos: Any, site: str) -> Iterator[dict[str, Any]]:
    for video in videos:
        files = files_of(video)
        if not files or not files.download:
            continue
        shown = services().delivery.playback(files, viewer=NOBODY, at=video.created_at)
        page = site + reverse("video:video", args=[video.hexkey])
        size = next((one.size for one in video.current.renditions.all() if one.kind == "download"), 0)
        yield {
            "title": video.title,
            "link": page,
            "description": video.description,
            "unique_id": video.hexkey,
            "unique_id_is_permalink": False,
            "pubdate": video.created_at,
            "enclosures": [Enclosure(absolute(shown.download, site), str(size), "video/mp4")],
            "duration": files.duration,
            "poster": absolute(shown.poster, site) if shown.poster else "",
            "captions": {language: absolute(address, site) for language, address in shown.captions.items()},
        }
