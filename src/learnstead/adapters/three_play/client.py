"""CaptionVendor over 3Play Media's interface, version 3."""

from collections.abc import Mapping
from typing import Any

import httpx

from learnstead.adapters.vendors import http
from learnstead.kernel.errors import Terminal
from learnstead.ports.caption_orders import CaptionRequest, OrderRefused, OrderState

NAME = "3Play Media"
API = "https://api.3playmedia.com"
WEBVTT = 51
MOST_BYTES = 16 * 2**20
STATES = {
    "complete": OrderState.COMPLETE,
    "cancelled": OrderState.CANCELLED,
    "canceled": OrderState.CANCELLED,
    "error": OrderState.FAILED,
    "failed": OrderState.FAILED,
    "rejected": OrderState.FAILED,
}


class ThreePlayClient:
    """Orders with one project's key. ``languages`` are 3Play's numbers for ours; ``turnaround`` one of its levels."""

    def __init__(self, *, key: str, languages: Mapping[str, int], turnaround: int, api: str = API) -> None:
        self._key, self._languages, self._turnaround, self._api = key, languages, turnaround, api
        self._client = http.client()

    def order(self, request: CaptionRequest) -> str:
        """Name the file, then order; what an earlier attempt had done already is found by our reference."""
        language = self._languages.get(request.language)
        if language is None:
            raise OrderRefused(
                f"3Play's number for the language {request.language!r} is not known; "
                "add it to LEARNSTEAD_3PLAY_LANGUAGES, such as en:1"
            )
        media = self._first("files", reference_id=request.reference) or self._one(
            "POST",
            "files",
            source_url=request.source_url,
            name=request.title,
            reference_id=request.reference,
            language_id=language,
        )
        placed = self._first("transcripts", media_file_id=media["id"])
        if placed is None or _state(placed) in {OrderState.CANCELLED, OrderState.FAILED}:
            placed = self._one(
                "POST",
                "transcripts/order/transcription",
                media_file_id=media["id"],
                turnaround_level_id=self._turnaround,
                callback=request.callback,
            )
        return str(placed["id"])

    def state(self, order_id: str) -> OrderState:
        """What its status says; words unknown to us mean that somebody is at it."""
        return _state(self._one("GET", f"transcripts/{order_id}"))

    def fetch(self, order_id: str) -> bytes:
        """The text, which comes bare or as ``data`` of an object."""
        answer = self._ask("GET", f"transcripts/{order_id}/text", output_format_id=WEBVTT)
        if len(answer.content) > MOST_BYTES:
            raise Terminal(f"3Play's captions of order {order_id} have {len(answer.content):,} bytes; that is no text")
        told = http.object_in(answer)
        text = told.get("data") if told else answer.text
        if not isinstance(text, str) or not text.strip():
            raise OrderRefused(f"3Play has no text for order {order_id}: {_words(told)}")
        return text.encode()

    def _first(self, path: str, **query: Any) -> Mapping[str, Any] | None:
        found = _data(self._ask("GET", path, **query))
        return found[0] if isinstance(found, list) and found else None

    def _one(self, method: str, path: str, **values: Any) -> Mapping[str, Any]:
        found = _data(self._ask(method, path, **values))
        if not isinstance(found, dict) or "id" not in found:
            raise OrderRefused(f"3Play answered {method} /v3/{path} without saying which one it is")
        return found

    def _ask(self, method: str, path: str, **values: Any) -> httpx.Response:
        given = {"params" if method == "GET" else "data": {**values, "api_key": self._key}}
        answer = http.send(self._client, method, f"{self._api}/v3/{path}", to=NAME, **given)
        told = http.object_in(answer)
        # An error may come with status 200; the real one is in the body.
        if not answer.is_success or told.get("code", 200) not in {200, 201} or told.get("is_error"):
            raise OrderRefused(f"3Play refused {method} /v3/{path} ({answer.status_code}): {_words(told)}")
        return answer


def _data(answer: httpx.Response) -> Any:
    return http.object_in(answer).get("data")


def _state(told: Mapping[str, Any]) -> OrderState:
    return STATES.get(str(told.get("status", "")).lower(), OrderState.IN_PROGRESS)


def _words(told: Mapping[str, Any]) -> str:
    problem = told.get("error") or told.get("error_description") or ""
    return str(problem.get("message", problem) if isinstance(problem, dict) else problem)[: http.MOST_SHOWN]
