"""A store of immutable objects under slash-separated keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from learnstead.kernel.errors import Terminal, Transient


class NoSuchObject(Terminal):
    """Nothing is stored under this key."""


class NoRoom(Transient):
    """The disk is full; what was stored before is there still."""


@dataclass(frozen=True)
class ObjectInfo:
    """What a store knows of an object without reading it; ``size`` in bytes."""

    key: str
    size: int


class ObjectStore(Protocol):
    """Whole objects in, whole objects out; a reader never sees half of one."""

    def put(self, key: str, data: bytes | BinaryIO, *, lasting: bool = True) -> None:
        """Store one object, replacing what was there. One that is not ``lasting`` may be gone after a power cut."""

    def settle(self, prefix: str) -> None:
        """Make what lies below ``prefix/`` last; what a power cut took meanwhile is missing, or shorter than it was."""

    def put_tree(self, prefix: str, folder: Path) -> None:
        """Store every file below ``folder`` under ``prefix``; it may consume the folder."""

    def get(self, key: str) -> bytes:
        """Read one object; NoSuchObject when there is none."""

    def open(self, key: str) -> BinaryIO:
        """Open one object for reading; the caller closes it. NoSuchObject when there is none."""

    def info(self, key: str) -> ObjectInfo:
        """Size of one object; NoSuchObject when there is none."""

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """Every object whose key starts with ``prefix``, in key order."""

    def delete(self, prefix: str) -> None:
        """Remove the object ``prefix`` or everything below ``prefix/``."""

    def sweep(self, *, before: datetime) -> None:
        """Remove what killed writers left, and nobody has touched since ``before``; objects stay."""
