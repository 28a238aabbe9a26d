"""What a run brought, waiting for the guard: lines in a file, and in memory only where each lies."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

import msgspec

from learnstead.data.guard.vital import kind_of, mask_of
from learnstead.data.normalising import Candidate, Quarantined
from learnstead.kernel.contracts import Gone, encode, key_of

# Text that was decoded with the wrong table: a replacement character, or UTF-8 read as Latin-1 or Windows-1252.
DAMAGE = (b"\xef\xbf\xbd", b"\xc3\x83\xc2", b"\xc3\xa2\xe2\x82\xac", b"\xc3\xa2\xc2\x80")
MOST_KEPT_QUARANTINED = 500


class Lying(NamedTuple):
    """One record, where it lies, and what the guard wants to know of it."""

    digest: str
    payload: str
    kind: str
    mask: int
    at: int
    size: int


class RawLine(msgspec.Struct, frozen=True, kw_only=True):
    """kernel.contracts.releases.Line with the record as bytes, so that it is encoded once."""

    key: str
    digest: str
    payload: str
    run: str
    record: msgspec.Raw


@dataclass
class Stage:
    """What came for one scope. ``damaged`` records have text that was decoded wrongly.

    ``passing``: something could not be read now that may be read later.
    """

    records: dict[str, Lying] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)
    quarantined_keys: set[str] = field(default_factory=set)
    quarantined_count: int = 0
    nameless: int = 0
    repeated: int = 0
    damaged: int = 0
    passing: bool = False
    payloads: set[str] = field(default_factory=set)

    def refuse(self, problem: Quarantined) -> None:
        """Remember what could not become a record; reasons of the first few hundred are kept."""
        self.quarantined_count += 1
        self.passing = self.passing or problem.passing
        if problem.key:
            self.quarantined_keys.add(problem.key)
        else:
            self.nameless += 1
        if len(self.quarantined) < MOST_KEPT_QUARANTINED:
            self.quarantined.append(problem)


class Staging:
    """All scopes of a run."""

    def __init__(self, file: IO[bytes], *, run: str) -> None:
        self._file, self._run, self._end = file, run, 0
        self._known: dict[str, str] = {}
        self.scopes: dict[str, Stage] = {}

    def scope(self, name: str) -> Stage:
        """One of them."""
        return self.scopes.setdefault(name, Stage())

    def take(self, made: Iterable[Candidate | Quarantined]) -> None:
        """Everything a normaliser makes."""
        for one in made:
            if isinstance(one, Quarantined):
                self.scope(one.scope).refuse(one)
            else:
                self._add(one)

    def read(self, lying: Lying) -> bytes:
        """The line of a record."""
        self._file.seek(lying.at)
        return self._file.read(lying.size)

    def _add(self, candidate: Candidate) -> None:
        stage, record = self.scope(candidate.scope), candidate.record
        stage.payloads.add(candidate.payload)
        if isinstance(record, Gone):
            stage.gone[record.key] = record.reason
            return
        key, content = key_of(record), encode(record)
        digest = hashlib.sha256(content).hexdigest()
        if before := stage.records.get(key):
            _note_repetition(stage, key, candidate, same=before.digest == digest)
            return
        payload = self._known.setdefault(candidate.payload, candidate.payload)
        kind = self._known.setdefault(kind_of(record), kind_of(record))
        line = RawLine(key=key, digest=digest, payload=payload, run=self._run, record=msgspec.Raw(content))
        written = msgspec.json.encode(line) + b"\n"
        self._file.write(written)
        stage.records[key] = Lying(digest, payload, kind, mask_of(record), self._end, len(written))
        stage.damaged += any(sign in content for sign in DAMAGE)
        self._end += len(written)


def _note_repetition(stage: Stage, key: str, candidate: Candidate, *, same: bool) -> None:
    if same:
        stage.repeated += 1
        return
    stage.refuse(
        Quarantined(
            reason="the feed has this record twice, and they differ; the first was taken",
            payload=candidate.payload,
            scope=candidate.scope,
            key=key,
            excerpt=repr(candidate.record)[:1000],
        )
    )


@contextmanager
def staging(scratch: Path, *, run: str) -> Iterator[Staging]:
    """A place for what a run brings, gone afterwards."""
    scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=scratch) as file:
        yield Staging(file, run=run)
