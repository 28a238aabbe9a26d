"""Which sample payload answers which request: ``examples/feeds/<source>/routes.yaml``.

A route names ``host`` and ``path``, and may name ``method`` (GET), ``query`` (these values, others may be there too),
``require`` (header: pattern, else 401), ``status`` (200), ``ctype``; it answers with ``file``, ``json`` or ``text``.
The first that matches wins.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import yaml

from learnstead.config.feeds.dates import filled
from learnstead.config.places import CHECKOUT

FEEDS = CHECKOUT / "examples/feeds"
ROUTES = "routes.yaml"


@dataclass(frozen=True)
class Asked:
    """A request as it was meant: for a host of the outside world."""

    host: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What to send back."""

    status: int
    content_type: str
    body: bytes


NOTHING = Answer(HTTPStatus.NOT_FOUND, "application/json", b'{"detail": "no sample payload answers this"}')
NOT_SIGNED_IN = Answer(HTTPStatus.UNAUTHORIZED, "application/json", b'{"detail": "credentials are missing"}')


@dataclass(frozen=True)
class Route:
    """One entry of a routes file, and the folder its payloads lie in."""

    folder: Path
    entry: Mapping[str, Any]

    @property
    def host(self) -> str:
        """The host it stands for."""
        return str(self.entry["host"])

    def matches(self, asked: Asked) -> bool:
        """Whether this is what was asked for; credentials aside."""
        entry = self.entry
        wanted = {name: str(value) for name, value in entry.get("query", {}).items()}
        return (
            (entry["host"], entry["path"], entry.get("method", "GET")) == (asked.host, asked.path, asked.method)
        ) and wanted.items() <= asked.query.items()

    def answer(self, asked: Asked, *, today: datetime) -> Answer:
        """The payload, with its dates; 401 without the credentials it requires."""
        for header, pattern in self.entry.get("require", {}).items():
            if not re.search(pattern, asked.headers.get(header.lower(), "")):
                return NOT_SIGNED_IN
        content_type = str(self.entry.get("ctype", "application/json"))
        return Answer(int(self.entry.get("status", HTTPStatus.OK)), content_type, self._body(today))

    def _body(self, today: datetime) -> bytes:
        if "json" in self.entry:
            return filled(json.dumps(self.entry["json"]), today=today).encode()
        if "text" in self.entry:
            return filled(str(self.entry["text"]), today=today).encode()
        content = (self.folder / self.entry["file"]).read_bytes()
        try:
            return filled(content.decode(), today=today).encode()
        except UnicodeDecodeError:  # a picture, an archive
            return content


def load(folders: Iterable[Path]) -> list[Route]:
    """The routes of some sources, in order."""
    return [route for folder in folders for route in _routes_in(folder)]


def every_source() -> list[Path]:
    """The folders of all sources that have sample payloads."""
    return sorted(path for path in FEEDS.iterdir() if path.is_dir()) if FEEDS.is_dir() else []


class RoutesOnDisk:
    """The routes of all sources, read again when a file of them changes: a new source is in the demo at once."""

    def __init__(self) -> None:
        self._seen: dict[Path, int] = {}
        self._routes: list[Route] = []

    def __call__(self) -> list[Route]:
        """All routes as they are now."""
        folders = every_source()
        seen = {path: path.stat().st_mtime_ns for folder in folders if (path := folder / ROUTES).is_file()}
        if seen != self._seen:
            self._routes, self._seen = load(folders), seen
        return self._routes


def _routes_in(folder: Path) -> Iterator[Route]:
    path = folder / ROUTES
    if path.is_file():
        yield from (Route(folder=folder, entry=entry) for entry in yaml.safe_load(path.read_text()) or ())
