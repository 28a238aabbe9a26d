"""What was really received: every payload, immutable, known by its SHA-256, with the request that fetched it.

Payloads lie in ``raw/<first two>/<sha256>`` and are shared by all runs; the exchanges of a run lie in
``snapshots/<source>/<run>/``, one object each, so that a killed run resumes behind the last of them. A run can be
normalised again from its snapshot at any time.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

import msgspec

from learnstead.data.queries import asking
from learnstead.kernel.errors import Terminal
from learnstead.ports.objects import NoSuchObject, ObjectStore

MEGABYTE = 2**20
MOST_STREAMED = 8 * 2**30
WHOLE = "all"
"""The scope of a source that is fetched as a whole."""


class WrongShape(Terminal):
    """A payload is not what it should be: HTML where JSON was promised, or an object without the list in it."""


@dataclass(frozen=True)
class Asked:
    """What was asked, so that a run that was interrupted does not ask it again."""

    method: str
    url: str
    query: tuple[tuple[str, str], ...] = ()
    body_sha256: str = ""

    @classmethod
    def of(cls, method: str, url: str, query: Mapping[str, str] | None = None, body: bytes | None = None) -> "Asked":
        """A request that is about to be made."""
        sha256 = hashlib.sha256(body).hexdigest() if body else ""
        return cls(method, url, tuple(sorted((query or {}).items())), sha256)


class Exchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request and what came back. Credentials are not in here. ``label`` says what kind of payload it is."""

    number: int
    scope: str
    label: str
    url: str
    method: str
    fetched: datetime
    sha256: str
    size: int
    status: int = 200
    query: dict[str, str] = {}
    body_sha256: str = ""
    headers: dict[str, str] = {}
    about: dict[str, Any] = {}
    yielded: bool = False

    @property
    def asked(self) -> Asked:
        """The request this answers."""
        return Asked(self.method, self.url, tuple(sorted(self.query.items())), self.body_sha256)

    @property
    def address(self) -> str:
        """The address with its query."""
        return asking(self.url, self.query)


class ScopeReport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the fetching of a scope ended. ``complete`` says in words what proves that nothing is missing, or is empty.

    ``unchanged``: the source says it has nothing new since ``version``, and nothing was fetched. ``gone`` says why the
    source took the whole scope back, or is empty: what is not there any more need not be fetched to be sure.
    """

    scope: str
    failed: str = ""
    complete: str = ""
    version: str = ""
    unchanged: bool = False
    gone: str = ""


class Journal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of a snapshot. ``listed``: these are all the scopes there are; None when nobody knows."""

    source: str
    run: str
    clock: datetime
    scopes: list[ScopeReport]
    listed: list[str] | None = None
    notes: list[str] = []


@dataclass(frozen=True)
class Payload:
    """The bytes of one exchange, read when they are asked for."""

    exchange: Exchange
    objects: ObjectStore = field(repr=False)

    @property
    def scope(self) -> str:
        """What it was fetched for."""
        return self.exchange.scope

    @property
    def label(self) -> str:
        """What kind of payload it is, in the source's own words."""
        return self.exchange.label

    @property
    def url(self) -> str:
        """Where it came from."""
        return self.exchange.url

    @property
    def sha256(self) -> str:
        """What it is known by."""
        return self.exchange.sha256

    @property
    def content(self) -> bytes:
        """The bytes."""
        return self.objects.get(raw_key(self.sha256))

    @property
    def is_there(self) -> bool:
        """Whether the bytes are still kept."""
        try:
            self.objects.info(raw_key(self.sha256))
        except NoSuchObject:
            return False
        return True

    @property
    def text(self) -> str:
        """The bytes as UTF-8, a byte order mark dropped, damage replaced."""
        return self.content.decode("utf-8-sig", errors="replace")

    def json(self) -> Any:
        """The bytes as JSON; WrongShape when they are something else."""
        try:
            return msgspec.json.decode(self.content)
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            start = self.content[:60].decode("utf-8", errors="replace")
            raise WrongShape(f"{self.url} did not answer with JSON ({problem}); it begins {start!r}") from problem


def raw_key(sha256: str) -> str:
    """Where a payload lies."""
    return f"raw/{sha256[:2]}/{sha256}"


def keep(objects: ObjectStore, content: bytes | Path | BinaryIO, *, most_bytes: int = MOST_STREAMED) -> tuple[str, int]:
    """Store a payload unless it is there; returns its SHA-256 and size.

    A stream is read once, through a file; WrongShape when it has more than ``most_bytes``.
    """
    if isinstance(content, bytes):
        return _kept(objects, BytesIO(content))
    if isinstance(content, Path):
        with content.open("rb") as file:
            return _kept(objects, file)
    with TemporaryFile() as copy:
        while piece := content.read(MEGABYTE):
            if copy.tell() + len(piece) > most_bytes:
                raise WrongShape(f"it has more than {most_bytes:,} bytes; nothing that large is expected")
            copy.write(piece)
        return _kept(objects, copy)


def _kept(objects: ObjectStore, file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(MEGABYTE):
        digest.update(piece)
    sha256, size = digest.hexdigest(), file.tell()
    try:
        objects.info(raw_key(sha256))
    except NoSuchObject:
        file.seek(0)
        objects.put(raw_key(sha256), cast("BinaryIO", file))
    return sha256, size


class Snapshot:
    """The exchanges of one run, and how fetching ended."""

    def __init__(self, objects: ObjectStore, *, source: str, run: str) -> None:
        self.objects, self.source, self.run = objects, source, run

    @property
    def _prefix(self) -> str:
        return f"snapshots/{self.source}/{self.run}"

    def write(self, exchange: Exchange) -> None:
        """Keep an exchange; its payload is stored already."""
        self.objects.put(f"{self._prefix}/{exchange.number:06}.json", msgspec.json.encode(exchange))

    def finish(self, journal: Journal) -> None:
        """Keep how it ended."""
        self.objects.put(f"{self._prefix}/journal.json", msgspec.json.encode(journal))

    def journal(self) -> Journal | None:
        """How it ended; None while it has not."""
        try:
            return msgspec.json.decode(self.objects.get(f"{self._prefix}/journal.json"), type=Journal)
        except NoSuchObject:
            return None

    def exchanges(self) -> Iterator[Exchange]:
        """All exchanges in the order they happened."""
        for info in self.objects.list(f"{self._prefix}/"):
            if not info.key.endswith("journal.json"):
                yield msgspec.json.decode(self.objects.get(info.key), type=Exchange)

    def payloads(self, label: str | None = None, *, scope: str | None = None) -> Iterator[Payload]:
        """What extract yielded, in order; of one label or scope when asked for."""
        for exchange in self.exchanges():
            wanted = label in (None, exchange.label) and scope in (None, exchange.scope)
            if exchange.yielded and wanted:
                yield Payload(exchange=exchange, objects=self.objects)

    def answered(self) -> Callable[[str], Payload | None]:
        """Tells what an address answered to a GET in this run; the last good run of a source is asked by the next."""
        found = {exchange.address: exchange for exchange in self.exchanges() if exchange.method == "GET"}

        def of(address: str) -> Payload | None:
            return Payload(exchange=found[address], objects=self.objects) if address in found else None

        return of
