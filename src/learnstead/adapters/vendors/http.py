"""Requests to the HTTP interface of a vendor: what may pass is Transient, what will not is the caller's to judge."""

import ssl
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx

from learnstead.kernel.errors import Terminal, Transient

PATIENCE = httpx.Timeout(60.0, connect=10.0)
MAY_PASS = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
MOST_SHOWN = 400


def send(client: httpx.Client, method: str, url: str, *, to: str, **options: Any) -> httpx.Response:
    """Send once and return the answer unless it may pass; ``to`` names the vendor. Redirects are not followed."""
    try:
        answer = client.request(method, url, **options)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as problem:
        raise Terminal(f"{to}: {url!r} is not an address that can be asked: {problem}") from problem
    except httpx.HTTPError as problem:
        raise Transient(f"{to}: no answer to {method} {shown(url)}: {problem or type(problem).__name__}") from problem
    if answer.is_server_error or answer.status_code in MAY_PASS:
        raise Transient(f"{to} answered {answer.status_code} to {method} {shown(url)}: {answer.text[:MOST_SHOWN]}")
    return answer


def client() -> httpx.Client:
    """A client that goes straight to the vendor and keeps its connections."""
    return httpx.Client(timeout=PATIENCE, trust_env=False, verify=_authorities(), headers={"user-agent": "Learnstead"})


def object_in(answer: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of an answer; an empty one when it holds none."""
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def shown(url: str) -> str:
    """An address without its query, which may hold a key."""
    return url.partition("?")[0]


@cache
def _authorities() -> ssl.SSLContext:
    """Read once: it takes longer than most answers."""
    return httpx.create_ssl_context(trust_env=False)
