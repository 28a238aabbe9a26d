"""Lays captions beside the film they belong to: WebVTT for browsers, and playlists of it for players of HLS.

Files carry the number of their caption revision, so a viewer who began with the one before still finds it; they go when
the language is removed, or with the revision of the video.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import keys
from learnstead.video.domain.captions import languages
from learnstead.video.models import Caption, Revision, Video

FOLDER = "captions"
WEBVTT, PLAYLIST = "vtt", "m3u8"


@dataclass(frozen=True)
class Track:
    """One language of a film; ``webvtt`` and ``playlist`` are names below the film's folder of delivery."""

    language: str
    name: str
    webvtt: str
    playlist: str


def tracks(video: Video) -> list[Track]:
    """The languages there are, English first: people of any language know where to look for it."""
    shown = [caption for caption in video.captions.select_related("current") if caption.current]
    return [_track(caption) for caption in sorted(shown, key=lambda one: (one.language != "en", one.language))]


def names(video: Video) -> dict[str, str]:
    """What ``ports.delivery.RevisionFiles`` wants: language to name."""
    return {track.language: track.webvtt for track in tracks(video)}


def publish(video: Video, *, revision: Revision, objects: ObjectStore) -> list[Track]:
    """Put what is shown beside ``revision``, take away languages that are gone, and answer what there is.

    The master playlist has to name these afterwards; whoever writes it asks ``tracks``.
    """
    found = tracks(video)
    there = {one.key for one in objects.list(f"{keys.delivery(revision, FOLDER)}/")}
    for caption, track in zip(_shown_as(video, found), found, strict=True):
        webvtt, playlist = (keys.delivery(revision, name) for name in (track.webvtt, track.playlist))
        if webvtt not in there and caption.current:
            objects.put(webvtt, caption.current.text.encode())
        objects.put(playlist, media_playlist(track, duration=revision.duration).encode())
    for key in sorted(there):
        if _language(key) not in {track.language for track in found}:
            objects.delete(key)
    return found


def media_playlist(track: Track, *, duration: float) -> str:
    """A playlist of one segment, the whole WebVTT file (RFC 8216, 3.5)."""
    return (
        "#EXTM3U\n#EXT-X-VERSION:7\n"
        f"#EXT-X-TARGETDURATION:{max(1, math.ceil(duration))}\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n"
        f"#EXTINF:{duration:.3f},\n{track.webvtt.rpartition('/')[2]}\n#EXT-X-ENDLIST\n"
    )


def _shown_as(video: Video, found: list[Track]) -> Iterator[Caption]:
    captions = {caption.language: caption for caption in video.captions.select_related("current")}
    return (captions[track.language] for track in found)


def _track(caption: Caption) -> Track:
    number = caption.current.number if caption.current else 0
    name = f"{FOLDER}/{caption.language}-{number}"
    return Track(
        language=caption.language,
        name=languages.name(caption.language),
        webvtt=f"{name}.{WEBVTT}",
        playlist=f"{name}.{PLAYLIST}",
    )


def _language(key: str) -> str:
    return key.rpartition("/")[2].rpartition("-")[0]
