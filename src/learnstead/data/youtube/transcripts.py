"""Transcripts of YouTube videos, asked for once for each version of a video.

The library knows how YouTube wants to be asked; its requests go through our own client and are kept like all others.
"""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import requests
from requests.adapters import BaseAdapter
from youtube_transcript_api import (
    NoTranscriptFound,
    TranscriptsDisabled,
    VideoUnavailable,
    VideoUnplayable,
    YouTubeTranscriptApi,
    YouTubeTranscriptApiException,
)
from youtube_transcript_api.formatters import TextFormatter

from learnstead.data.extraction import Extraction
from learnstead.kernel.errors import LearnsteadError

# There is none, and there will be none until the video changes.
NONE = (NoTranscriptFound, TranscriptsDisabled, VideoUnavailable, VideoUnplayable)
PATIENCE = 3
"""So many failures one after another mean that YouTube does not want to be asked now."""


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """What is said in a version of a video; nothing when nobody wrote it down."""

    version: str
    text: str = ""


class Transcripts:
    """Asks for transcripts until it may not any more; a video without one is still a video."""

    def __init__(self, run: Extraction, *, most: int) -> None:
        self._run, self._left, self._failures = run, most, 0
        session = requests.Session()
        session.mount("https://", _Recorded(run))
        self._library = YouTubeTranscriptApi(http_client=session)

    def of(self, videos: Iterable[Mapping[str, Any]], known: Mapping[str, Transcript]) -> dict[str, Transcript]:
        """What is known of these videos, and what could be learnt about those that are new or have changed."""
        found: dict[str, Transcript] = {}
        for video in videos:
            name, version = video["id"], version_of(video)
            before = known.get(name)
            if before and before.version == version:
                found[name] = before
            elif (text := self._asked(name)) is not None:
                found[name] = Transcript(version=version, text=text)
            elif before:
                found[name] = before
        return found

    def _asked(self, name: str) -> str | None:
        if self._left <= 0 or self._failures >= PATIENCE:
            return None
        self._left -= 1
        try:
            text = self._best(name)
        except NONE:
            text = ""
        except (YouTubeTranscriptApiException, LearnsteadError, requests.RequestException) as problem:
            self._failures += 1
            self._run.note(f"video {name} is without its transcript: {_shortly(problem)}")
            if self._failures == PATIENCE:
                self._run.note("asked for no more transcripts in this run; the next one tries again")
            return None
        self._failures = 0
        return text

    def _best(self, name: str) -> str:
        """The English one: rather written than heard by a machine, rather plain English than that of a country."""
        offered = [one for one in self._library.list(name) if one.language_code.partition("-")[0] == "en"]
        if not offered:
            return ""
        best = min(offered, key=lambda one: (one.is_generated, one.language_code != "en"))
        return TextFormatter().format_transcript(best.fetch()).strip()


def version_of(video: Mapping[str, Any]) -> str:
    """Changes when a transcript may: with the length of the video, and when captions are written for it."""
    details = video.get("contentDetails") or {}
    return f"{details.get('duration')} {details.get('caption')}"


class _Recorded(BaseAdapter):
    """Hands the library's requests to the run."""

    def __init__(self, run: Extraction) -> None:
        super().__init__()
        self._run = run

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """The answer, when it was a good one; all others are raised by the run."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        if body is not None and not isinstance(body, bytes):
            raise requests.exceptions.InvalidJSONError("only whole bodies are sent")
        headers = {
            name: request.headers[name] for name in ("accept-language", "content-type") if name in request.headers
        }
        method = str(request.method)
        kept = self._run.send(str(request.url), label="transcript", method=method, body=body, headers=headers)
        response = requests.Response()
        response.status_code, response.url, response.request = kept.exchange.status, kept.url, request
        response.encoding, response.raw = "utf-8", io.BytesIO(kept.content)
        return response

    def close(self) -> None:
        """There is nothing of its own to close."""


def _shortly(problem: Exception) -> str:
    """The first line that says something; the library explains itself at length."""
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    return f"{type(problem).__name__}: {lines[0]:.200}" if lines else type(problem).__name__
