"""From payloads to records: each on its own, so that one that cannot be read stops nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from learnstead.data.snapshot import Payload
from learnstead.kernel.contracts import Record, key_of
from learnstead.kernel.contracts.records import BrokenContract, checked
from learnstead.kernel.errors import Transient
from learnstead.ports.text_extraction import ExtractedText, ExtractorAway, NoText

# What a payload that is not what we expect makes ordinary code raise.
SURPRISES = (BrokenContract, NoText, ExtractorAway, KeyError, IndexError, ValueError, TypeError, AttributeError)


@dataclass(frozen=True)
class Candidate:
    """A record that keeps the contract, the payload it was read from, and the scope it is in."""

    record: Record
    payload: str
    scope: str

    @property
    def key(self) -> str:
        """What identifies the record within its source."""
        return key_of(self.record)


@dataclass(frozen=True)
class Quarantined:
    """Something that could not become a record. ``key`` is that of the record it would have been, if known.

    ``passing``: it may become one later without any change, so its scope is not taken for current.
    """

    reason: str
    payload: str
    scope: str
    key: str = ""
    excerpt: str = ""
    passing: bool = False


class Texts(Protocol):
    """Text extraction that remembers: the same bytes are read once."""

    def of(self, content: bytes, *, file_name: str, media_type: str = "") -> ExtractedText:
        """What is written in a file. Raises NoText or ExtractorAway."""


@dataclass(frozen=True)
class Given:
    """What normalise may use besides payloads.

    ``now`` is the time it is told, ``settings`` are the source's own, ``latest`` gives the last good records of the
    sources it comes ``after``.
    """

    now: datetime
    settings: Mapping[str, str]
    texts: Texts
    latest: Callable[[str], Iterator[Record]]


Made = Record | Iterable[Record] | None


def each(
    items: Iterable[Any], make: Callable[[Any], Made], *, payload: Payload, key: Callable[[Any], str] | None = None
) -> Iterator[Candidate | Quarantined]:
    """Make records out of items; an item that surprises ``make`` or breaks the contract is quarantined.

    ``make`` returns one record, several, or None for an item that does not concern us. ``key`` tells the key of the
    record an item would have been, so that a quarantined item is not taken for a missing one.
    """
    for item in items:
        try:
            made = make(item)
            records = [] if made is None else [made] if isinstance(made, Record) else list(made)
            kept = [checked(record) for record in records]
        except SURPRISES as problem:
            yield _quarantined(item, problem, payload, key)
        else:
            for record in kept:
                yield Candidate(record=record, payload=payload.sha256, scope=payload.scope)


def _quarantined(item: Any, problem: Exception, payload: Payload, key: Callable[[Any], str] | None) -> Quarantined:
    known = ""
    if key:
        try:
            known = key(item)
        except SURPRISES:
            known = ""
    says = str(problem) if isinstance(problem, (BrokenContract, NoText)) else f"{type(problem).__name__}: {problem}"
    return Quarantined(
        reason=says[:500],
        payload=payload.sha256,
        scope=payload.scope,
        key=known,
        excerpt=repr(item)[:1000],
        passing=isinstance(problem, Transient),
    )
