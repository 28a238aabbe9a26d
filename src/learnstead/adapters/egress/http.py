"""Egress over HTTP."""

import math
import ssl
import time as clock
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

import httpcore
import httpx

from learnstead.adapters.egress import bodies, waiting
from learnstead.adapters.egress.destinations import (
    MOST_REDIRECTS,
    address_of,
    for_another_host,
    must_be_allowed,
    parsed,
    redirected,
    shown,
)
from learnstead.adapters.egress.network import LATEST, Guarded, Resolve, resolve
from learnstead.ports.egress import FetchFailed, FetchRefused, Request, Response

LATER = {408, 425, 429}
REDIRECTS = {301, 302, 303, 307, 308}
NOT_MODIFIED = 304
USER_AGENT = "Learnstead/0.1 (+https://github.com/learnstead)"
CONNECT_SECONDS = 10.0
UNSPEAKABLE = (httpcore.LocalProtocolError, UnicodeEncodeError)
TROUBLE = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol)
HINTS = {
    401: "are its credentials right?",
    403: "may we read it, and are its credentials right?",
    404: "has it moved?",
    410: "it is gone for good",
}


class Later(Exception):
    """This attempt failed. ``wait`` is what the server asked for, in seconds."""

    def __init__(self, says: str, *, wait: float | None = None) -> None:
        super().__init__(says)
        self.wait = wait


class HttpEgress:
    """Sends requests over connections that are kept. Safe to share between threads.

    With ``replay`` all of them go to that one address, with the host they meant in ``X-Replay-Host``. ``internal``
    hosts are ours (a Tika server, say) and may have private addresses; nobody else may. Requests to one host come
    ``apart`` seconds after each other, unless they are replayed. ``most_patience`` caps every waiting, for drills.
    """

    def __init__(
        self,
        *,
        scratch: Path,
        replay: str = "",
        internal: Sequence[str] = (),
        attempts: int = 4,
        apart: float = 0.1,
        time: waiting.Time | None = None,
        resolve: Resolve = resolve,
        most_patience: float = math.inf,
    ) -> None:
        self._scratch, self._attempts, self._time = scratch, attempts, time or waiting.Time()
        self._replay = parsed(replay) if replay else None
        self._turns = waiting.Turns(time=self._time, apart=0 if replay else apart)
        exempt = {*internal, *([self._replay.host] if self._replay else ())}
        self._most_patience = most_patience
        self._guard = Guarded(internal=exempt, resolve=resolve)

    @cached_property
    def _pool(self) -> httpcore.ConnectionPool:
        """Connections, from the first request on; a run that fetches nothing need not read certificates."""
        pool = httpcore.ConnectionPool(
            ssl_context=_encryption(self._replay),
            max_connections=20,
            keepalive_expiry=15,
            network_backend=self._guard,
        )
        weakref.finalize(self, pool.close)
        return pool

    def close(self) -> None:
        """Close what is open; it happens by itself when nobody needs this client any more."""
        self._pool.close()

    def send(self, request: Request) -> Response:
        """One request, tried again while there is hope."""
        url = address_of(request)
        what = _what(request, url)
        for attempt in range(1, self._attempts + 1):
            try:
                return replace(self._follow(request, url), attempts=attempt)
            except Later as problem:
                pause = waiting.backoff(attempt, time=self._time) if problem.wait is None else problem.wait
                if attempt == self._attempts:
                    raise FetchFailed(f"{what} {problem}; tried {attempt} times") from problem
                if pause > waiting.MOST_PATIENT:
                    raise FetchFailed(f"{what} {problem} and asks us to come back in {pause:.0f} s") from problem
            self._time.sleep(pause)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _follow(self, request: Request, url: httpx.URL) -> Response:
        hosts = tuple(request.hosts) or (url.host,)
        headers, method, body = _headers(request), request.method, request.body
        for _ in range(MOST_REDIRECTS + 1):
            must_be_allowed(url, hosts=hosts)
            found = self._attempt(replace(request, method=method, body=body, headers=headers), url)
            if isinstance(found, Response):
                return found
            status, target = found
            if target.host != url.host or target.port != url.port:
                headers = for_another_host(headers)
            if status == 303 or (status in {301, 302} and method == "POST"):  # noqa: PLR2004 - See Other
                method, body = "GET", None
            url = target
        raise FetchRefused(f"{_what(request, address_of(request))} was sent on {MOST_REDIRECTS} times, and again")

    def _attempt(self, request: Request, url: httpx.URL) -> Response | tuple[int, httpx.URL]:
        """One exchange: an answer, or where we are sent on to."""
        self._turns.wait(url.host)
        ends = LATEST.set(clock.monotonic() + min(request.most_time.total_seconds(), self._most_patience))
        target, extra = self._really(url)
        patience = min(request.patience.total_seconds(), self._most_patience)
        times = {"connect": min(CONNECT_SECONDS, patience), "read": patience, "write": patience, "pool": patience}
        try:
            with self._pool.stream(
                request.method,
                str(target),
                headers=[*request.headers.items(), *extra.items()],
                content=request.body,
                extensions={"timeout": times},
            ) as answer:
                return self._take(request, url, answer)
        except UNSPEAKABLE:  # its words would show the header, which may be a credential
            raise FetchRefused(
                f"{_what(request, url)} cannot be sent: a header has signs in it that HTTP does not allow; look at "
                "the settings of the source"
            ) from None
        except TROUBLE as problem:
            raise Later(_in_words(problem)) from problem
        finally:
            LATEST.reset(ends)

    def _really(self, url: httpx.URL) -> tuple[httpx.URL, Mapping[str, str]]:
        """Where the request is sent in fact."""
        if self._replay is None or url.netloc == self._replay.netloc:
            return url, {}
        host = url.netloc.decode("ascii")
        return url.copy_with(scheme=self._replay.scheme, netloc=self._replay.netloc), {"x-replay-host": host}

    def _take(self, request: Request, url: httpx.URL, answer: httpcore.Response) -> Response | tuple[int, httpx.URL]:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        status, what = answer.status, _what(request, url)
        if status in REDIRECTS and "location" in headers:
            return status, redirected(url, headers["location"], replay=self._replay)
        if status in LATER or status >= 500:  # noqa: PLR2004 - the server's own fault
            asked = headers.get("retry-after")
            raise Later(f"answered {status}", wait=waiting.retry_after(asked, time=self._time) if asked else None)
        conditional = bool(request.etag or request.last_modified)
        if not (200 <= status < 300 or (status == NOT_MODIFIED and conditional)):  # noqa: PLR2004 - success
            hint = f"; {HINTS[status]}" if status in HINTS else ""
            raise FetchRefused(f"{what} answered {status}{hint}", status=status)
        body = self._body(request, what, headers, answer)
        return Response(
            url=str(url), status=status, headers=headers, body=body.path, sha256=body.sha256, size=body.size
        )

    def _body(
        self, request: Request, what: str, headers: Mapping[str, str], answer: httpcore.Response
    ) -> bodies.Written:
        try:
            return bodies.written(
                answer.iter_stream(),
                coding=headers.get("content-encoding", ""),
                most_bytes=request.most_bytes,
                scratch=self._scratch,
            )
        except bodies.TooLarge as problem:
            raise FetchRefused(f"{what} {problem}") from problem
        except bodies.Broken as problem:
            raise Later(f"answered with a body that {problem}") from problem


def _what(request: Request, url: httpx.URL) -> str:
    return f"{request.method} {shown(url, secret=request.secret_query)}"


def _headers(request: Request) -> dict[str, str]:
    given = {name.lower(): value for name, value in request.headers.items()}
    conditions = {"if-none-match": request.etag, "if-modified-since": request.last_modified}
    ours = {"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": bodies.ACCEPTED}
    return {**ours, **{name: value for name, value in conditions.items() if value}, **given}


def _encryption(replay: httpx.URL | None) -> ssl.SSLContext | None:
    """Nobody needs certificates for a replay over http."""
    return None if replay is not None and replay.scheme == "http" else _certificates()


@cache
def _certificates() -> ssl.SSLContext:
    """Reading them all takes a while, so that is done once."""
    return httpx.create_ssl_context()


def _in_words(problem: Exception) -> str:
    says = str(problem)
    if isinstance(problem, httpcore.ConnectTimeout):
        return "could not be reached in time"
    if isinstance(problem, httpcore.TimeoutException):
        return f"kept us waiting too long{f' ({says})' if says else ''}"
    if isinstance(problem, httpcore.ConnectError):
        return f"could not be reached ({says})"
    return f"broke off ({says or type(problem).__name__})"
