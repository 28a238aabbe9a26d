"""What a page needs to show a video in our player: templates ``video/_player.html``, ``video/_player_frame.html``."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse

from learnstead.kernel import page_policy
from learnstead.people.models import User
from learnstead.ports.delivery import Playback
from learnstead.video.domain import sharing
from learnstead.video.domain.captions import languages, transcripts
from learnstead.video.domain.captions.transcripts import Line
from learnstead.video.models import Video
from learnstead.video.web.delivery.playback import with_cookies
from learnstead.video.web.player.watched import watched_address

LONGEST_WORDS = 100
_SECONDS = re.compile(r"\d{1,6}(?:\.\d+)?")


@dataclass(frozen=True)
class Track:
    """Captions as ``<track>`` wants them."""

    language: str
    name: str
    url: str


@dataclass(frozen=True)
class Shown:
    """``data`` is what the script reads. ``lines`` are of the transcript in ``language``, or those with ``words``.

    ``keep`` begins the query of every link on the page: the share link somebody came with, if any.
    """

    video: Video
    playback: Playback
    data: dict[str, Any]
    tracks: Sequence[Track]
    language: str
    lines: Sequence[Line]
    words: str
    second: float
    keep: str

    @property
    def source(self) -> str:
        """The stream, from the moment that was asked for; browsers without our script begin there."""
        return f"{self.playback.hls_url}#t={self.second:g}" if self.second else self.playback.hls_url

    @property
    def download(self) -> str:
        """The same for the file, which any browser plays."""
        url = self.playback.download
        return f"{url}#t={self.second:g}" if self.second and url else url


def shown(request: HttpRequest, video: Video, playback: Playback, *, renew_url: str | None = None) -> Shown:
    """The video for this person. ``?start=`` is a second, ``?find=`` words of the transcript, ``?language=`` its tag.

    ``renew_url`` is where the player asks for new addresses, when not at the video's own endpoint for people who may
    watch it.
    """
    caption = transcripts.caption_in(video, request.GET.get("language", "en"))
    words = " ".join(request.GET.get("find", "").split())[:LONGEST_WORDS]
    lines = transcripts.lines(caption) if caption else []
    start = request.GET.get("start", "")
    return Shown(
        video=video,
        playback=playback,
        data=_data(request, video, playback, renew_url),
        tracks=_tracks(playback),
        language=caption.language if caption else "",
        lines=transcripts.containing(lines, words) if words else lines,
        words=words,
        second=float(start) if _SECONDS.fullmatch(start) else 0.0,
        keep=f"share={quote(share)}&" if (share := request.GET.get("share", "")) else "",
    )


def _tracks(playback: Playback) -> list[Track]:
    """English first, where people of any language look for it."""
    ordered = sorted(playback.captions.items(), key=lambda one: (one[0] != "en", one[0]))
    return [Track(tag, languages.name(tag), url) for tag, url in ordered]


def let_play(response: HttpResponse, playback: Playback) -> HttpResponse:
    """Widen the policy of this page by what the player needs: media from a script, and the hosts of its addresses.

    Cookies go with it, where the addresses need any.
    """
    addresses = (playback.hls_url, playback.poster, playback.download)
    hosts = sorted({f"https://{urlsplit(url).netloc}" for url in addresses if urlsplit(url).netloc})
    there = " ".join(["'self'", *hosts])
    policy = response.headers.get(page_policy.HEADER, page_policy.POLICY)
    policy = policy.replace("img-src 'self' data:", f"img-src {there} data:")
    response.headers[page_policy.HEADER] = f"{policy}; media-src {there} blob:; connect-src {there}"
    return with_cookies(response, playback)


def _data(request: HttpRequest, video: Video, playback: Playback, renew_url: str | None) -> dict[str, Any]:
    person = request.user if isinstance(request.user, User) else None
    stopped = video.stopped_at.filter(person=person).first() if person else None
    return {
        "key": video.hexkey,
        "title": video.title,
        "duration": video.current.duration if video.current else 0.0,
        "multiangle": video.multiangle,
        "playback": addresses(playback),
        "chapters": list(video.chapters.values("start", "title")),
        "position": stopped.position if stopped else None,
        "renew_url": renew_url or (_renewal(video) if playback.renew_at else ""),
        "position_url": _remembering(request, video) if person else "",
        "watched_url": watched_address(video),
        "hls_script": static("video/hls.min.js"),
        "csrf": get_token(request) if person else "",
    }


def _remembering(request: HttpRequest, video: Video) -> str:
    """Where to say how far somebody came, by the link they hold if they came by one."""
    return sharing.address(reverse("video:position", args=[video.hexkey]), share=request.GET.get("share", ""))


def _renewal(video: Video) -> str:
    """Where to ask for new addresses of the revision that is shown, although another may be played by then."""
    number = video.current.number if video.current else ""
    return f"/api/v0/videos/{video.hexkey}/playback/?revision={number}"


def addresses(playback: Playback) -> dict[str, Any]:
    """A playback as JSON values; times as ISO 8601."""
    kept = asdict(playback)
    for name in ("grant", "cookies"):
        del kept[name]
    times = {name: at.isoformat() if (at := kept[name]) else None for name in ("expires_at", "renew_at")}
    return {**kept, "captions": dict(playback.captions), **times}
