"""YouTube's Data API v3: resumable uploads, captions, and an OAuth refresh token."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, BinaryIO

import httpx

from learnstead.adapters.vendors import http
from learnstead.adapters.youtube_upload.refusals import refusal
from learnstead.adapters.youtube_upload.sessions import Sessions
from learnstead.kernel import clock
from learnstead.kernel.errors import Transient
from learnstead.ports.youtube import (
    Processing,
    Unfinished,
    YouTubeDraft,
    YouTubeRefused,
)

NAME = "YouTube"
API = "https://www.googleapis.com"
TOKENS = "https://oauth2.googleapis.com/token"
EDUCATION = "27"
MARGIN = timedelta(seconds=60)
BOUNDARY = "learnstead-caption-track"


class YouTubeClient:
    """Acts for the owner of one channel, who gave ``refresh_token`` once. ``api`` and ``tokens`` are addresses."""

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        refresh_token: str,
        api: str = API,
        tokens: str = TOKENS,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._credentials = {
            "client_id": client_id,
            "client_secret": client_secret,
            "refresh_token": refresh_token,
            "grant_type": "refresh_token",
        }
        self._api, self._tokens, self._now = api, tokens, now
        self._client = http.client()
        self._access = ("", now())

    def upload(self, draft: YouTubeDraft, source: BinaryIO, *, size: int, unfinished: Unfinished) -> str:
        """Open a session, or ask the one there was how far it came, and send the rest in parts."""
        told = Sessions(self._ask, f"{self._api}/upload/youtube/v3/videos", about=_about(draft)).send(
            source, size=size, unfinished=unfinished
        )
        if not isinstance(told.get("id"), str):
            raise Transient("YouTube took every byte and named no video; the upload is asked for again")
        return str(told["id"])

    def processing(self, video_id: str) -> Processing:
        """From status.uploadStatus: uploaded, processed, rejected, failed or deleted."""
        told = self._told("GET", f"{self._api}/youtube/v3/videos", params={"part": "status", "id": video_id})
        items = told.get("items") or []
        state = items[0].get("status", {}).get("uploadStatus", "uploaded") if items else "gone"
        return Processing.GONE if state == "deleted" else Processing(state)

    def captions(self, video_id: str) -> dict[str, str]:
        """Those of kind "standard"; what YouTube heard by itself is not ours."""
        told = self._told("GET", f"{self._api}/youtube/v3/captions", params={"part": "snippet", "videoId": video_id})
        return {
            one["snippet"]["language"]: one["id"]
            for one in told.get("items", [])
            if one["snippet"].get("trackKind", "").lower() != "asr"
        }

    def save_caption(self, video_id: str, *, language: str, vtt: bytes, track: str = "") -> str:
        """One multipart/related request: what it is, then the file."""
        if track:
            about: dict[str, Any] = {"id": track, "snippet": {"isDraft": False}}
        else:
            about = {"snippet": {"videoId": video_id, "language": language, "name": "", "isDraft": False}}
        told = self._told(
            "PUT" if track else "POST",
            f"{self._api}/upload/youtube/v3/captions",
            params={"part": "snippet", "uploadType": "multipart"},
            headers={"content-type": f"multipart/related; boundary={BOUNDARY}"},
            content=_related(about, vtt),
        )
        return str(told.get("id") or track)

    def remove(self, video_id: str) -> None:
        """A video that is not there was removed by somebody else."""
        answer = self._ask("DELETE", f"{self._api}/youtube/v3/videos", params={"id": video_id})
        if not answer.is_success and answer.status_code != HTTPStatus.NOT_FOUND:
            raise refusal(answer)

    def _told(self, method: str, url: str, **options: Any) -> Mapping[str, Any]:
        answer = self._ask(method, url, **options)
        if not answer.is_success:
            raise refusal(answer)
        return http.object_in(answer)

    def _ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        headers = options.pop("headers", {})
        for fresh in (False, True):
            signed = {**headers, "authorization": f"Bearer {self._token(fresh=fresh)}"}
            answer = http.send(self._client, method, url, to=NAME, headers=signed, **options)
            if answer.status_code != HTTPStatus.UNAUTHORIZED:
                break
        return answer

    def _token(self, *, fresh: bool) -> str:
        token, until = self._access
        if token and not fresh and self._now() < until - MARGIN:
            return token
        answer = http.send(self._client, "POST", self._tokens, to=NAME, data=self._credentials)
        told = http.object_in(answer)
        if not answer.is_success or not isinstance(told.get("access_token"), str):
            raise YouTubeRefused(
                f"YouTube no longer takes our sign-in ({answer.status_code} {told.get('error', '')}): "
                "let the channel's owner sign in again and set LEARNSTEAD_YOUTUBE_REFRESH_TOKEN"
            )
        self._access = (told["access_token"], self._now() + timedelta(seconds=int(told.get("expires_in") or 0)))
        return self._access[0]


def _about(draft: YouTubeDraft) -> dict[str, Any]:
    return {
        "snippet": {"title": draft.title, "description": draft.description, "categoryId": EDUCATION},
        "status": {"privacyStatus": draft.privacy, "selfDeclaredMadeForKids": False},
    }


def _related(about: Mapping[str, Any], vtt: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n{json.dumps(about)}\r\n"
    return (
        head.encode()
        + f"--{BOUNDARY}\r\ncontent-type: text/vtt\r\n\r\n".encode()
        + vtt
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
