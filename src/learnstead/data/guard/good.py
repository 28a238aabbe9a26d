"""What was good last: the lines of a scope in the release that holds it."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from learnstead.kernel.contracts.records import BrokenContract
from learnstead.kernel.contracts.releases import Line, decode_lines, prefix_of
from learnstead.kernel.slugs import slug_for
from learnstead.ports.ledger import ScopeState
from learnstead.ports.objects import ObjectStore


class Head(msgspec.Struct, frozen=True):
    """A line without its record, which is skipped."""

    key: str
    digest: str
    payload: str
    run: str


class GoodLine(NamedTuple):
    """One record of the last good release, and where its line lies."""

    digest: str
    payload: str
    at: int
    size: int


_HEADS = msgspec.json.Decoder(Head)


class LastGood:
    """The last good lines of one scope; none when there are none. Read when they are asked for."""

    def __init__(self, objects: ObjectStore, state: ScopeState) -> None:
        self._objects = objects
        self.key = lines_key(state.source, state.release, state.scope) if state.release and state.records else ""
        self._index: dict[str, GoodLine] | None = None

    @property
    def index(self) -> dict[str, GoodLine]:
        """Every key with where its line lies."""
        if self._index is None:
            self._index = index_of(self._objects, self.key) if self.key else {}
        return self._index

    def lines(self, wanted: Mapping[str, GoodLine]) -> Iterator[tuple[str, bytes]]:
        """Lines as they were, by key."""
        if wanted:
            with self._objects.open(self.key) as file:
                for key in sorted(wanted):
                    file.seek(wanted[key].at)
                    yield key, file.read(wanted[key].size)

    def decoded(self) -> Iterator[Line]:
        """All of them."""
        if self.key:
            with self._objects.open(self.key) as file:
                yield from decode_lines(file)


def index_of(objects: ObjectStore, key: str) -> dict[str, GoodLine]:
    """Every record of a scope's file with where its line lies."""
    found, at, payloads = {}, 0, dict[str, str]()
    with objects.open(key) as file:
        for line in file:
            try:
                head = _HEADS.decode(line)
            except msgspec.MsgspecError as problem:
                raise BrokenContract(f"{key} is damaged at byte {at}: {problem}") from problem
            payload = payloads.setdefault(head.payload, head.payload)
            found[head.key] = GoodLine(head.digest, payload, at, len(line))
            at += len(line)
    return found


def file_of(scope: str) -> str:
    """The name of a scope's file in a release: readable, and different for different scopes."""
    return f"{slug_for(scope, length=60) or 'scope'}-{hashlib.sha256(scope.encode()).hexdigest()[:10]}.jsonl"


def lines_key(source: str, release: str, scope: str) -> str:
    """The object with the lines of a scope."""
    return f"{prefix_of(source, release)}/{file_of(scope)}"
