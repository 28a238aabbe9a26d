"""Egress over httpx."""

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from learnstead.ports.egress import FetchFailed, FetchRefused, Request, Response

LATER = {408, 425, 429}
USER_AGENT = "Learnstead/0.1 (+https://github.com/learnstead)"


class HttpEgress:
    """Sends requests. With ``replay`` all of them go to that one address, with the host they meant in a header."""

    def __init__(self, *, scratch: Path, replay: str = "") -> None:
        self._scratch, self._replay = scratch, replay.rstrip("/")

    def send(self, request: Request) -> Response:
        """One request."""
        url, extra = self._address(request.url)
        headers = {"user-agent": USER_AGENT, **request.headers, **extra}
        self._scratch.mkdir(parents=True, exist_ok=True)
        try:
            with httpx.stream(
                request.method,
                url,
                params=dict(request.query) or None,
                headers=headers,
                content=request.body,
                timeout=request.patience.total_seconds(),
                trust_env=False,
            ) as answer:
                return self._take(request, answer)
        except httpx.HTTPError as problem:
            raise FetchFailed(f"{request.method} {request.url}: {problem or type(problem).__name__}") from problem

    def _address(self, url: str) -> tuple[str, Mapping[str, str]]:
        parts = urlsplit(url)
        if not self._replay or parts.netloc == urlsplit(self._replay).netloc:
            return url, {}
        query = f"?{parts.query}" if parts.query else ""
        return f"{self._replay}{parts.path}{query}", {"x-replay-host": parts.netloc}

    def _take(self, request: Request, answer: httpx.Response) -> Response:
        if answer.status_code in LATER or answer.is_server_error:
            raise FetchFailed(f"{request.method} {request.url} answered {answer.status_code}")
        if not answer.is_success:
            raise FetchRefused(f"{request.method} {request.url} answered {answer.status_code}")
        digest, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(dir=self._scratch, delete=False) as body:
            for chunk in answer.iter_bytes():
                digest.update(chunk)
                size += len(chunk)
                if size > request.most_bytes:
                    raise FetchRefused(f"{request.method} {request.url} has more than {request.most_bytes:,} bytes")
                body.write(chunk)
        return Response(
            url=request.url,
            status=answer.status_code,
            headers={name.lower(): value for name, value in answer.headers.items()},
            body=Path(body.name),
            sha256=digest.hexdigest(),
            size=size,
        )
