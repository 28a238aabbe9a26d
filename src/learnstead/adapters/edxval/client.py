"""EdxVideos over edx-val's REST interface, as Open edX serves it since Koa; captions over Studio's."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from learnstead.adapters.vendors import http
from learnstead.kernel import clock
from learnstead.ports.edx_videos import EdxRefused, EdxSite, EdxVideo, Saved

# A token that ends during a request is as bad as none.
MARGIN = timedelta(seconds=30)
SHORTEST = 60


class EdxValClient:
    """Asks for a token once and keeps it until it ends or is refused."""

    def __init__(self, *, now: Callable[[], datetime] = clock.now) -> None:
        self._now = now
        self._client = http.client()
        self._tokens: dict[tuple[str, str], tuple[str, datetime]] = {}

    def save(self, site: EdxSite, video: EdxVideo) -> Saved:
        """POST; where the id is taken, PATCH. Whether it is taken is asked, not guessed from the status."""
        videos = site.base_url + site.videos_path
        answer = self._ask(site, "POST", videos, json=_whole(video))
        if answer.is_success:
            return Saved.CREATED
        there = self._existing(site, answer, f"{videos}{video.id}")
        if there is None:
            raise _refused(site, answer, f"video {video.title!r}")
        changes = self._ask(site, "PATCH", f"{videos}{video.id}", json=_changes(video, there))
        if not changes.is_success:
            raise _refused(site, changes, f"changes of video {video.title!r}")
        return Saved.UPDATED

    def save_transcript(self, site: EdxSite, *, video: EdxVideo, language: str, srt: bytes) -> None:
        """POST the file to the course's author tools, which replace what was there."""
        answer = self._ask(
            site,
            "POST",
            f"{site.studio_url}/api/contentstore/v0/video_transcripts/{quote(video.course_id)}",
            data={"edx_video_id": video.id, "language_code": language, "new_language_code": language},
            files={"file": (f"{video.id}-{language}.srt", srt, "application/x-subrip")},
        )
        if not answer.is_success:
            raise _refused(site, answer, f"captions ({language}) of {video.title!r}")

    def _existing(self, site: EdxSite, answer: httpx.Response, url: str) -> Mapping[str, Any] | None:
        """The video that has this id already, when it is the id that the answer complains of."""
        if answer.status_code not in {HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT}:
            return None
        if answer.status_code == HTTPStatus.BAD_REQUEST and "edx_video_id" not in http.object_in(answer):
            return None
        found = self._ask(site, "GET", url)
        return http.object_in(found) if found.is_success else None

    def _ask(self, site: EdxSite, method: str, url: str, **options: Any) -> httpx.Response:
        answer = self._send(site, method, url, self._token(site), **options)
        if answer.status_code != HTTPStatus.UNAUTHORIZED:
            return answer
        self._tokens.pop((site.base_url, site.client_id), None)
        return self._send(site, method, url, self._token(site), **options)

    def _send(self, site: EdxSite, method: str, url: str, token: str, **options: Any) -> httpx.Response:
        headers = {"authorization": f"JWT {token}", "accept": "application/json"}
        return http.send(self._client, method, url, to=f"Open edX {site.name}", headers=headers, **options)

    def _token(self, site: EdxSite) -> str:
        held = self._tokens.get((site.base_url, site.client_id))
        if held and self._now() < held[1] - MARGIN:
            return held[0]
        answer = http.send(
            self._client,
            "POST",
            f"{site.base_url}/oauth2/access_token/",
            to=f"Open edX {site.name}",
            data={
                "grant_type": "client_credentials",
                "client_id": site.client_id,
                "client_secret": site.client_secret,
                "token_type": "JWT",
            },
        )
        told = http.object_in(answer)
        token = told.get("access_token")
        if not answer.is_success or not isinstance(token, str):
            raise _refused(site, answer, "its client id and secret")
        lasts = told.get("expires_in")
        seconds = lasts if isinstance(lasts, int) and lasts > 0 else SHORTEST
        self._tokens[site.base_url, site.client_id] = (token, self._now() + timedelta(seconds=seconds))
        return token


def _whole(video: EdxVideo) -> dict[str, Any]:
    return {**_core(video), "courses": [{video.course_id: None}]}


def _changes(video: EdxVideo, there: Mapping[str, Any]) -> dict[str, Any]:
    """What to change; the course only when it is new there, since edx-val does not look before it inserts one."""
    courses = there.get("courses")
    listed = {name for one in courses if isinstance(one, dict) for name in one} if isinstance(courses, list) else set()
    return _core(video) if video.course_id in listed else _whole(video)


def _core(video: EdxVideo) -> dict[str, Any]:
    return {
        "client_video_id": video.title,
        "edx_video_id": video.id,
        "encoded_videos": [
            {"url": one.url, "file_size": one.file_size, "bitrate": one.bitrate, "profile": one.profile}
            for one in video.encoded
        ],
        "status": video.status,
        "duration": video.duration,
    }


def _refused(site: EdxSite, answer: httpx.Response, what: str) -> EdxRefused:
    told = http.object_in(answer)
    words = json.dumps(told, ensure_ascii=False) if told else answer.text
    return EdxRefused(f"Open edX {site.name} refused {what} ({answer.status_code}): {words[: http.MOST_SHOWN]}")
