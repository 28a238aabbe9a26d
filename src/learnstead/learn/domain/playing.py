"""What of a resource can be played on its own page, and from where."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

from learnstead.learn.domain import cards
from learnstead.learn.domain.writing.cells import address
from learnstead.learn.models import LearningResource
from learnstead.learn.models.resource import ResourceType

YOUTUBE = ("youtube.com", "m.youtube.com", "youtube-nocookie.com")
YOUTUBE_SHORT = "youtu.be"
# The host that sets no cookies before something is played.
EMBED = "https://www.youtube-nocookie.com"
LONGEST_FILM = 24 * 60 * 60
# Where this installation's videos are played from, and the page with their player alone.
_OUR_FILM = re.compile(r"/media/v/([0-9a-f]{32})/\d+/master\.m3u8")
OUR_FRAME = "/videos/{}/embed/"
_YOUTUBE_ID = re.compile(r"[\w-]{6,20}")
MEDIA_TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
}


class Means(StrEnum):
    """How it is played."""

    YOUTUBE = "youtube"
    SOUND = "sound"
    FILM = "film"
    FRAME = "frame"


@dataclass(frozen=True)
class Track:
    """Captions of a film that lie on this server; a browser asks no other for them."""

    url: str
    language: str
    name: str


@dataclass(frozen=True)
class Player:
    """Something to play. ``url`` is the file, or what a frame shows; ``media_type`` is empty when nobody says."""

    means: Means
    url: str
    media_type: str = ""
    tracks: Sequence[Track] = ()

    @property
    def is_ours(self) -> bool:
        """Whether this server has it."""
        return self.url.startswith("/")

    @property
    def host(self) -> str:
        """Who is asked for it."""
        return urlsplit(self.url).netloc.removeprefix("www.")


def player(resource: LearningResource, *, here: str = "") -> Player | None:
    """None when there is nothing to play here; the page then only links to where it is.

    A video of the installation at ``here`` plays in its own player, in a frame.
    """
    said = resource.detail.get(resource.resource_type) or {}
    match resource.resource_type:
        case ResourceType.PODCAST_EPISODE:
            return _file(Means.SOUND, address(said.get("audio_url")))
        case ResourceType.VIDEO:
            video = youtube_id(resource.url)
            if video:
                return Player(means=Means.YOUTUBE, url=f"{EMBED}/embed/{video}")
            stream = address(said.get("streaming_url"))
            ours = _OUR_FILM.fullmatch(stream.removeprefix(here)) if here else None
            if ours:
                return Player(means=Means.FRAME, url=OUR_FRAME.format(ours[1]))
            return _file(Means.FILM, stream, said.get("caption_urls") or ())
        case _:
            return None


def youtube_id(url: str) -> str:
    """The id of a film on YouTube by its address; empty for any other address."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    found = ""
    if host == YOUTUBE_SHORT:
        found = parts.path.strip("/")
    elif host in YOUTUBE:
        kind, _, rest = parts.path.strip("/").partition("/")
        found = rest if kind in {"embed", "shorts", "live"} else parse_qs(parts.query).get("v", [""])[0]
    return found if _YOUTUBE_ID.fullmatch(found) else ""


def at_second(text: str) -> int:
    """A moment in a film as it stands in an address; the beginning when it is none."""
    return min(int(text), LONGEST_FILM) if text.isascii() and text.isdigit() and len(text) < len("1000000") else 0


def media_type(url: str) -> str:
    """The MIME type by the ending of the address; empty when it says nothing."""
    return MEDIA_TYPES.get(PurePosixPath(urlsplit(url).path).suffix.casefold(), "")


def transcript(resource: LearningResource) -> str:
    """What is said in it, as its source wrote it."""
    return cards.detail(resource).get("transcript") or ""


def _file(means: Means, url: str, captions: Sequence[dict[str, str]] = ()) -> Player | None:
    if not url:
        return None
    tracks = [
        Track(url=one["url"], language=one["language"], name=one["language_name"])
        for one in captions
        if one["url"].startswith("/") and address(one["url"])
    ]
    return Player(means=means, url=url, media_type=media_type(url), tracks=tracks)
