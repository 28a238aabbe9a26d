"""Requests to the outside world: one careful client for every source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from learnstead.kernel.errors import Terminal, Transient


class FetchFailed(Transient):
    """No answer, half an answer, or one that says "later": 408, 425, 429, 5xx. Retries were used up."""


class FetchRefused(Terminal):
    """The server says no (other 4xx), or we do: an address inside our network, another host, too many bytes.

    ``status`` is what the server answered with, 0 when it was us.
    """

    def __init__(self, words: str, *, status: int = 0) -> None:
        super().__init__(words)
        self.status = status


@dataclass(frozen=True)
class Request:
    """One request. ``hosts`` are the only hosts it may end at, redirects included; the URL's own when empty.

    A host may be written ``*.example.edu`` for all below it, or ``*`` for any public one (a podcast lives anywhere).
    ``secret_query`` is sent as ``query`` is, and never shown. ``etag`` and ``last_modified`` make it conditional.
    ``most_bytes`` limits the answer, decompressed; ``patience`` each silence of the server, ``most_time`` one attempt
    as a whole, so that a server that sends a byte now and then does not keep us for ever.
    """

    url: str
    method: str = "GET"
    query: Mapping[str, str] = field(default_factory=dict)
    secret_query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    hosts: Sequence[str] = ()
    etag: str = ""
    last_modified: str = ""
    most_bytes: int = 64 * 2**20
    patience: timedelta = timedelta(seconds=30)
    most_time: timedelta = timedelta(minutes=5)


@dataclass(frozen=True)
class Response:
    """An answer with status 2xx, or 304 to a conditional request. ``body`` is a file that the caller may take.

    ``url`` is where it came from in the end; header names are in lower case.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: Path
    sha256: str
    size: int
    attempts: int = 1

    @property
    def unchanged(self) -> bool:
        """Whether the server says that what we have is current."""
        return self.status == 304  # noqa: PLR2004 - Not Modified


class Egress(Protocol):
    """Sends requests: with timeouts, retries that respect Retry-After, rate limits for each host, and suspicion."""

    def send(self, request: Request) -> Response:
        """The answer. Raises FetchFailed or FetchRefused, whose text names method, URL and what came back."""
