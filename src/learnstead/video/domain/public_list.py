"""The list of public videos that other programs read: ``/api/v0/public/videos/`` of ODL Video Service.

Fields keep their names and their order; ours come after those. Nothing in it changes unless a video does.
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet

from learnstead.ports.delivery import DeliverySigner, Playback, RevisionFiles
from learnstead.video.domain.captions import languages
from learnstead.video.domain.files import RELATED, files_of
from learnstead.video.models import Collection, Video, YouTubeVideo

NOBODY = ""
TRUE, FALSE = {"true", "True", "1"}, {"false", "False", "0"}
CONTAINING = {
    "title": ("title__icontains",),
    "description": ("description__icontains",),
    "collection_title": ("collection__title__icontains",),
    "search": ("title__icontains", "description__icontains", "collection__title__icontains"),
}
EXACT = {"status": "status", "stream_source": "collection__stream_source__iexact"}
SWITCHES = {"include_in_learn": "collection__include_in_learn", "for_shorts": "collection__for_shorts"}
ORDERS = {"created_at", "title"}
MOVING = "application/x-mpegURL"


class BadFilter(ValueError):
    """A filter cannot mean anything; ``errors`` is what the client is told."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        """Keep the errors by field."""
        super().__init__(str(errors))
        self.errors = errors


def matching(wanted: Mapping[str, str]) -> QuerySet[Video]:
    """The public videos that fit the filters of a query; BadFilter. Unknown filters are not looked at."""
    found = Video.objects.filter(is_public=True, deleted_at=None)
    for name, fields in CONTAINING.items():
        if value := _clean(wanted, name):
            found = found.filter(_any(fields, value))
    for name, field in EXACT.items():
        if value := _clean(wanted, name):
            found = found.filter(**{field: value})
    for name, field in SWITCHES.items():
        if wanted.get(name) in TRUE | FALSE:
            found = found.filter(**{field: wanted[name] in TRUE})
    if value := _clean(wanted, "collection"):
        found = found.filter(collection__key=_uuid(value))
    if value := _clean(wanted, "exclude_source"):
        found = found.exclude(collection__stream_source__in=[part.strip() for part in value.split(",")])
    related = found.select_related("collection", "current", "youtube").prefetch_related(*RELATED)
    return related.order_by(*_order(_clean(wanted, "ordering")))


def item(video: Video, *, signer: DeliverySigner, site: str) -> dict[str, Any]:
    """One public video; ``site`` is our address without a slash at its end."""
    youtube_id = _youtube_id(video)
    there = youtube_id and video.collection.stream_source == Collection.StreamSource.YOUTUBE
    files = files_of(video) if video.is_public else None
    shown = signer.playback(files, viewer=NOBODY, at=video.created_at) if files else None
    return {
        "key": video.hexkey,
        "created_at": moment(video.created_at),
        "title": video.title,
        "description": video.description,
        "status": video.status,
        "is_public": video.is_public,
        "youtube_id": youtube_id,
        "sources": [{"src": absolute(shown.hls_url, site), "label": "HLS", "type": MOVING}]
        if shown and not there
        else [],
        "cta_link": video.cta_link or None,
        "duration": video.current.duration if video.current else 0.0,
        "multiangle": video.multiangle,
        "videothumbnail_set": _thumbnails(video, shown, site),
        "videosubtitle_set": _subtitles(video, files, shown, site),
        "collection": _collection(video.collection),
        "updated_at": moment(video.updated_at),
    }


def _youtube_id(video: Video) -> str | None:
    """Once it can be watched there."""
    there: YouTubeVideo | None = getattr(video, "youtube", None)
    return there.youtube_id if there and there.state == YouTubeVideo.State.PROCESSED else None


def moment(at: datetime) -> str:
    """A time, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def absolute(address: str, site: str) -> str:
    """An address of delivery with the host it is on."""
    return f"{site}{address}" if address.startswith("/") else address


def _thumbnails(video: Video, shown: Playback | None, site: str) -> list[dict[str, Any]]:
    if not (shown and shown.poster and video.current):
        return []
    poster = next((one.pk for one in video.current.renditions.all() if one.kind == "poster"), video.pk)
    made = video.thumbnail_at or video.current.playable_at or video.current.created_at
    address = absolute(shown.poster, site)
    return [
        {
            "id": poster,
            "created_at": moment(made),
            "s3_object_key": urlsplit(address).path.lstrip("/"),
            "bucket_name": "video",
            "cloudfront_url": address,
        }
    ]


def _subtitles(video: Video, files: RevisionFiles | None, shown: Playback | None, site: str) -> list[dict[str, Any]]:
    """Readers make the address of captions from the host of the pictures and ``s3_object_key``; ours is given, too."""
    if not (files and shown):
        return []
    tracks = sorted(
        (caption for caption in video.captions.all() if caption.language in shown.captions and caption.current),
        key=lambda caption: (caption.language != "en", caption.language),
    )
    made = []
    for caption in tracks:
        address = absolute(shown.captions[caption.language], site)
        made.append(
            {
                "id": caption.pk,
                "created_at": moment(caption.current.created_at if caption.current else caption.created_at),
                "filename": caption.filename,
                "s3_object_key": urlsplit(address).path.lstrip("/"),
                "bucket_name": "video",
                "language": caption.language,
                "language_name": languages.name(caption.language),
                "url": address,
            }
        )
    return made


def _collection(collection: Collection) -> dict[str, Any]:
    return {
        "key": collection.hexkey,
        "title": collection.title,
        "description": collection.description,
        "is_public": collection.is_public,
        "stream_source": collection.stream_source or None,
        "for_shorts": collection.for_shorts,
    }


def _clean(wanted: Mapping[str, str], name: str) -> str:
    return wanted.get(name, "").replace("\x00", "").strip()


def _any(fields: tuple[str, ...], value: str) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{field: value})
    return found


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as problem:
        raise BadFilter({"collection": ["Enter a valid UUID."]}) from problem


def _order(asked: str) -> list[str]:
    known = [part.strip() for part in asked.split(",") if part.strip().removeprefix("-") in ORDERS]
    return [*(known or ["-created_at"]), "-pk"]
