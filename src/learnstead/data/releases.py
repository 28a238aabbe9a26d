"""Releases: what a good run hands over. Immutable, versioned, in the object store.

``releases/<source>/<id>/manifest.json`` says what is in it; for each scope one file of lines holds the whole truth
about that scope, one record each with its provenance. Scopes that are not in a release are as they were.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from learnstead.kernel.contracts import VERSION, Record
from learnstead.kernel.errors import Terminal
from learnstead.ports.objects import NoSuchObject, ObjectStore

MANIFEST = "manifest.json"


class NoSuchRelease(Terminal):
    """There is no release with this id."""


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

    ``gone``: the whole scope no longer is; it has no file.
    """

    scope: str
    file: str = ""
    records: int = 0
    content: str = ""
    gone: bool = False


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


def prefix_of(source: str, release: str) -> str:
    """Where a release lies."""
    return f"releases/{source}/{release}"


def read_manifest(objects: ObjectStore, *, source: str, release: str) -> Manifest:
    """The manifest; NoSuchRelease when there is none, so a release that was not finished does not exist."""
    try:
        return msgspec.json.decode(objects.get(f"{prefix_of(source, release)}/{MANIFEST}"), type=Manifest)
    except NoSuchObject as problem:
        raise NoSuchRelease(f"there is no release {release} of {source}") from problem


def read_lines(objects: ObjectStore, *, source: str, release: str, file: str) -> Iterator[Line]:
    """The records of one scope, streamed."""
    decoder = msgspec.json.Decoder(Line)
    with objects.open(f"{prefix_of(source, release)}/{file}") as lines:
        for line in lines:
            yield decoder.decode(line)
