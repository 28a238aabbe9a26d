"""Releases: what a good run hands over. Immutable, versioned, in the object store.

``releases/<source>/<id>/manifest.json`` says what is in it; for each scope one file of lines holds the whole truth
about that scope, one record each with its provenance. Scopes that are not in a release are as they were.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from learnstead.kernel.contracts.records import BrokenContract, Record
from learnstead.kernel.contracts.version import VERSION

MANIFEST = "manifest.json"


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record of a release.

    ``run`` is the run that read it from ``payload``; an older one when the record was missing and is carried on.
    """

    key: str
    digest: str
    payload: str
    run: str
    record: Record


class ScopeEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One scope in the manifest. ``content`` is the SHA-256 of all digests: the same content, the same name.

    ``gone``: the whole scope no longer is; it has no file. ``here``: this installation made it itself, and samples of
    the demo beside it stay.
    """

    scope: str
    file: str = ""
    records: int = 0
    content: str = ""
    gone: bool = False
    here: bool = False


class Manifest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is in a release. ``clock`` is the time its run was told; ``frozen`` when that was not the real one."""

    id: str
    source: str
    run: str
    made: datetime
    clock: datetime
    contract: int = VERSION
    frozen: bool = False
    demo: bool = False
    scopes: list[ScopeEntry] = []


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def prefix_of(source: str, release: str) -> str:
    """Where a release lies."""
    return f"releases/{source}/{release}"


def manifest_key(source: str, release: str) -> str:
    """The object that says what is in a release; written last, so a release without it does not exist."""
    return f"{prefix_of(source, release)}/{MANIFEST}"


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return msgspec.json.encode(manifest)


def decode_manifest(content: bytes) -> Manifest:
    """The manifest; BrokenContract when it is none, or of a newer contract than this code knows."""
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.MsgspecError as problem:
        raise BrokenContract(f"this is no manifest of a release: {problem}") from problem
    if manifest.contract > VERSION:
        raise BrokenContract(f"release {manifest.id} keeps contract {manifest.contract}; this code knows {VERSION}")
    return manifest


def encode_line(line: Line) -> bytes:
    """One line of a scope's file, with its newline; the same line always gives the same bytes."""
    return _ENCODER.encode(line) + b"\n"


def decode_lines(lines: Iterable[bytes]) -> Iterator[Line]:
    """The records of one scope's file, streamed; BrokenContract at the first line that is none."""
    for number, line in enumerate(lines, 1):
        try:
            yield _DECODER.decode(line)
        except msgspec.MsgspecError as problem:
            raise BrokenContract(f"line {number} of a release: {problem}") from problem
