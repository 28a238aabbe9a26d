"""An encoder behind any endpoint that speaks OpenAI's ``POST /embeddings``."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import httpx

from learnstead.kernel.errors import Terminal
from learnstead.ports.encoder import EncoderUnavailable, Vector

PATIENCE, BRIEF = timedelta(seconds=30), timedelta(seconds=2)
QUIET_SECONDS = 30.0  # after a question was not answered, no other is asked
TEXTS_AT_ONCE, CHARACTERS_AT_ONCE = 128, 200_000
# Models take some 8,000 tokens; the poorest scripts have little more than one character for each.
LONGEST_TEXT = 8000
ATTEMPTS = 3
LONGEST_WAIT = timedelta(seconds=30)  # what a server may make us wait; more is for the job queue
MOST_BYTES = 64 * 2**20
MENDABLE = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}


class EncoderRefused(Terminal, EncoderUnavailable):
    """The provider says no, and will again: a wrong key, an unknown model. Search goes on by words."""


@dataclass(frozen=True)
class Model:
    """A model of a provider. ``floor`` and ``daily_tokens`` are as in the port.

    ``shortens``: it can be asked for vectors of fewer numbers than it has, and is asked for ``dimensions``.
    """

    name: str
    dimensions: int
    floor: float = 0.2
    daily_tokens: int | None = None
    shortens: bool = False


class OpenAiEncoder:
    """Asks ``base_url``, such as "https://api.openai.com/v1", for vectors of a model.

    The key goes to that host only: redirects are not followed, proxies of the environment are not used. A single text
    is a question that somebody waits for: it is asked once and briefly, and after a failure not at all for a while.
    """

    def __init__(
        self,
        base_url: str,
        model: Model,
        *,
        key: str = "",
        patience: timedelta = PATIENCE,
        brief: timedelta = BRIEF,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise Terminal(f"{base_url!r} is no address of an encoder, such as https://api.openai.com/v1")
        self.name = f"openai:{model.name}:{model.dimensions}"
        self.dimensions, self.floor, self.daily_tokens = model.dimensions, model.floor, model.daily_tokens
        self._address, self._model, self._wait = f"{base_url.rstrip('/')}/embeddings", model, wait
        self._patience, self._brief, self._quiet_until = patience, brief, 0.0
        self._client = httpx.Client(
            headers={"authorization": f"Bearer {key}"} if key else {},
            limits=httpx.Limits(max_connections=8),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def encode(self, texts: Sequence[str]) -> Sequence[Vector]:
        """Ask in batches; texts are cut at 8,000 characters, and what is empty is not asked."""
        if len(texts) == 1:
            return self._question(texts[0])
        asked = [(at, text[:LONGEST_TEXT]) for at, text in enumerate(texts) if text.strip()]
        made: list[Vector] = [[0.0] * self.dimensions for _ in texts]
        for batch in _batches(asked):
            vectors = self._asked([text for _, text in batch], patience=self._patience, attempts=ATTEMPTS)
            for (at, _), vector in zip(batch, vectors, strict=True):
                made[at] = vector
        return made

    def _question(self, text: str) -> Sequence[Vector]:
        if not text.strip():
            return [[0.0] * self.dimensions]
        if time.monotonic() < self._quiet_until:
            raise EncoderUnavailable(f"the encoder at {self._address} did not answer a moment ago")
        try:
            return self._asked([text[:LONGEST_TEXT]], patience=self._brief, attempts=1)
        except EncoderUnavailable:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            raise

    def _asked(self, texts: Sequence[str], *, patience: timedelta, attempts: int) -> Sequence[Vector]:
        body: dict[str, Any] = {"model": self._model.name, "input": texts, "encoding_format": "float"}
        if self._model.shortens:
            body["dimensions"] = self.dimensions
        return self._vectors(self._answer(body, patience, attempts), len(texts))

    def _answer(self, body: Mapping[str, Any], patience: timedelta, attempts: int) -> Any:
        """What it says; when it is unwell or asks for patience, after some tries."""
        problem, limit = "", httpx.Timeout(patience.total_seconds(), connect=min(5, patience.total_seconds()))
        for attempt in range(attempts):
            try:
                answer = self._client.post(self._address, json=body, timeout=limit)
            except httpx.HTTPError as failure:
                problem = str(failure) or type(failure).__name__
                if isinstance(failure, httpx.ReadTimeout):
                    break  # it took all the time there was; again would take as much
                continue
            if answer.is_success:
                return self._json(answer)
            problem = f"{answer.status_code} {_said(answer)}"
            if answer.status_code not in MENDABLE:
                raise EncoderRefused(f"the encoder at {self._address} refuses: {problem}; check its key and its model")
            pause = _pause(answer, attempt)
            if attempt + 1 == attempts or pause > LONGEST_WAIT.total_seconds():
                break
            self._wait(pause)
        raise EncoderUnavailable(f"the encoder at {self._address} did not answer: {problem}")

    def _json(self, answer: httpx.Response) -> Any:
        if len(answer.content) > MOST_BYTES:
            raise EncoderUnavailable(f"the encoder at {self._address} sent {len(answer.content):,} bytes")
        try:
            return answer.json()
        except ValueError:
            raise EncoderUnavailable(
                f"the encoder at {self._address} does not answer in JSON: {answer.text[:80]!r}"
            ) from None

    def _vectors(self, said: Any, wanted: int) -> Sequence[Vector]:
        """The vectors in the order of the texts; whatever is not as it should be is refused as a whole."""
        try:
            rows = sorted(said["data"], key=lambda row: int(row["index"]))
            vectors = [[float(number) for number in row["embedding"]] for row in rows]
            places = [int(row["index"]) for row in rows]
        except (TypeError, KeyError, ValueError) as problem:
            raise EncoderUnavailable(f"the encoder at {self._address} sent no vectors: {problem!r}") from problem
        if len(places) != wanted or places[:1] != [0] or any(b - a != 1 for a, b in pairwise(places)):
            raise EncoderUnavailable(f"the encoder at {self._address} sent {len(places)} vectors for {wanted} texts")
        wrong = next((len(vector) for vector in vectors if len(vector) != self.dimensions), None)
        if wrong is not None:
            raise EncoderRefused(
                f"{self._model.name} at {self._address} makes vectors of {wrong} numbers, not {self.dimensions}; "
                "set LEARNSTEAD_ENCODER_DIMENSIONS to that"
            )
        return [_unit(vector) for vector in vectors]


def _batches(asked: Sequence[tuple[int, str]]) -> Sequence[Sequence[tuple[int, str]]]:
    """Not too many texts at once, and not too much text."""
    batches: list[list[tuple[int, str]]] = []
    size = 0
    for one in asked:
        if not batches or len(batches[-1]) == TEXTS_AT_ONCE or size + len(one[1]) > CHARACTERS_AT_ONCE:
            batches.append([])
            size = 0
        batches[-1].append(one)
        size += len(one[1])
    return batches


def _unit(vector: Sequence[float]) -> Vector:
    length = math.sqrt(sum(number * number for number in vector))
    if not math.isfinite(length):
        raise EncoderUnavailable("the encoder sent numbers that are none")
    return [number / length for number in vector] if length else vector


def _pause(answer: httpx.Response, attempt: int) -> float:
    """As long as it asks for, else 1, 2, 4 seconds."""
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else float(2**attempt)


def _said(answer: httpx.Response) -> str:
    """The provider's own words, without what we sent."""
    try:
        return str(answer.json()["error"]["message"])[:200]
    except (ValueError, KeyError, TypeError):
        return answer.reason_phrase
