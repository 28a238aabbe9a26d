"""Google's resumable uploads: a session that tells how much of a file it has.

https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol
"""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, BinaryIO

import httpx

from learnstead.adapters.vendors import http
from learnstead.adapters.youtube_upload.refusals import refusal
from learnstead.kernel.errors import Transient
from learnstead.ports.youtube import Unfinished

# A multiple of 256 KiB, as Google asks; all that is in memory at a time.
PART = 8 * 2**20
RESUME = 308
HELD = re.compile(r"bytes=0-(\d+)")
FORGOTTEN = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}

Ask = Callable[..., httpx.Response]


class Sessions:
    """Uploads to one address; ``about`` is the JSON that a new session begins with."""

    def __init__(self, ask: Ask, address: str, *, about: Mapping[str, Any]) -> None:
        self._ask, self._address, self._about = ask, address, about

    def send(self, source: BinaryIO, *, size: int, unfinished: Unfinished) -> Mapping[str, Any]:
        """What the server says when it has all ``size`` bytes."""
        session, answer = unfinished.session, None
        if session:
            answer = self._ask("PUT", session, headers={"content-range": f"bytes */{size}"})
            if answer.status_code in FORGOTTEN:
                session = ""
        if not session:
            session, answer = self._begin(size), None
            unfinished.remember(session)
        while answer is None or answer.status_code == RESUME:
            answer = self._part(session, source, begin=_held(answer), size=size)
        if not answer.is_success:
            raise refusal(answer)
        return http.object_in(answer)

    def _begin(self, size: int) -> str:
        answer = self._ask(
            "POST",
            self._address,
            params={"uploadType": "resumable", "part": "snippet,status"},
            headers={"x-upload-content-length": str(size), "x-upload-content-type": "video/*"},
            json=self._about,
        )
        if not answer.is_success:
            raise refusal(answer)
        address: str = answer.headers.get("location", "")
        if not address:
            raise Transient("YouTube began an upload and did not say where it goes")
        return address

    def _part(self, session: str, source: BinaryIO, *, begin: int, size: int) -> httpx.Response:
        source.seek(begin)
        part = source.read(min(PART, size - begin))
        if not part:
            raise Transient(f"the file ends at {begin:,} of {size:,} bytes; it is read again later")
        return self._ask(
            "PUT",
            session,
            headers={"content-range": f"bytes {begin}-{begin + len(part) - 1}/{size}"},
            content=part,
        )


def _held(answer: httpx.Response | None) -> int:
    """How many bytes the server has."""
    found = HELD.fullmatch(answer.headers.get("range", "")) if answer is not None else None
    return int(found.group(1)) + 1 if found else 0
