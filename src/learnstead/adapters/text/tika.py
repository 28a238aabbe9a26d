"""Text extraction by an Apache Tika server."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from learnstead.adapters.text.cleaning import clean, line
from learnstead.adapters.text.kinds import UNKNOWN, kind_of
from learnstead.kernel.errors import Terminal
from learnstead.ports.text_extraction import ExtractedText, ExtractorAway, NoText, TooSlow

PATIENCE = timedelta(seconds=60)
MOST_BYTES = 256 * 2**20
MOST_AT_ONCE = 4

# Tika says "no" to a file with these; with anything else it says that it is unwell itself.
OF_THE_FILE = {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}


class TikaExtractor:
    """``PUT <url>/rmeta/text``; ``url`` may have a path. Waits for one of a few connections rather than opening more.

    No OCR: pictures of text are left to those who look at them. ``attempts``: how often a server that is restarting
    is asked before the file has to wait. ``replayed``: which host of a replayed world is meant.
    """

    def __init__(
        self, url: str, *, patience: timedelta = PATIENCE, attempts: int = 3, token: str = "", replayed: str = ""
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Terminal(f"{url!r} is no address of a Tika server, such as http://127.0.0.1:9998")
        self.name = f"tika-{replayed or parts.hostname}{parts.path.rstrip('/').replace('/', '-')}"
        self._address = f"{url.rstrip('/')}/rmeta/text"
        self._client = httpx.Client(
            headers=({"x-access-token": token} if token else {}) | ({"x-replay-host": replayed} if replayed else {}),
            timeout=httpx.Timeout(patience.total_seconds(), connect=10),
            limits=httpx.Limits(max_connections=MOST_AT_ONCE),
            trust_env=False,
        )
        self._attempts = attempts

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def is_there(self) -> bool:
        """Whether anything there knows this request, well or not."""
        try:
            answer = self._client.put(
                self._address, content=b"Is anybody there?", headers={"content-type": "text/plain"}
            )
        except httpx.HTTPError:
            return False
        return answer.status_code not in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)

    def extract(self, content: bytes, *, file_name: str, media_type: str = "") -> ExtractedText:
        """What Tika reads in a file."""
        if not content:
            return ExtractedText(text="")
        if len(content) > MOST_BYTES:
            raise NoText(f"{file_name} has {len(content):,} bytes; files over {MOST_BYTES:,} are not read")
        kind = kind_of(file_name=file_name, media_type=media_type)
        headers = {"accept": "application/json", "X-Tika-PDFOcrStrategy": "no_ocr"}
        if kind != UNKNOWN:  # else Tika finds out
            headers["content-type"] = kind
        parts = self._parts(self._asked(content, headers, file_name), file_name)
        text = clean("\n".join(str(part.get("X-TIKA:content") or "") for part in parts))
        said = parts[0]
        if not text and (why := _exception(said)):
            raise NoText(f"Tika cannot read {file_name}: {why}")
        return ExtractedText(
            text=text,
            title=line(_first(said, "dc:title", "title")),
            author=line(_first(said, "dc:creator", "meta:author", "Author")),
            language=line(_first(said, "dc:language", "language")),
        )

    def _asked(self, content: bytes, headers: Mapping[str, str], file_name: str) -> httpx.Response:
        """The answer; a server that is unwell is asked again."""
        problem = ""
        for _attempt in range(self._attempts):
            try:
                answer = self._client.put(self._address, content=content, headers=headers)
            except httpx.ReadTimeout:
                raise TooSlow(f"Tika at {self._address} took too long to read {file_name}") from None
            except httpx.HTTPError as failure:
                problem = str(failure) or type(failure).__name__
                continue
            if answer.status_code in OF_THE_FILE:
                raise NoText(f"Tika cannot read {file_name}: {answer.status_code} {answer.text[:200]}")
            if answer.is_success:
                return answer
            problem = f"it answered {answer.status_code}"
        raise ExtractorAway(f"Tika at {self._address} did not read {file_name}: {problem}; is the server well?")

    def _parts(self, answer: httpx.Response, file_name: str) -> Sequence[Mapping[str, Any]]:
        """The document and what is embedded in it."""
        if answer.status_code == HTTPStatus.NO_CONTENT:
            return [{}]
        try:
            parts = answer.json()
        except ValueError:
            parts = None
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise ExtractorAway(f"{self._address} does not answer as Tika does: {answer.text[:80]!r}, for {file_name}")
        return parts or [{}]


def _exception(said: Mapping[str, Any]) -> str:
    """The first line of what went wrong while Tika read the file."""
    for name, value in said.items():
        if name.startswith("X-TIKA:EXCEPTION"):
            return line(str(value).partition("\n")[0])
    return ""


def _first(said: Mapping[str, Any], *names: str) -> object:
    for name in names:
        value = said.get(name)
        if value:
            return value[0] if isinstance(value, list) else value
    return ""
