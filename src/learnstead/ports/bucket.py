"""Somebody else's object store, read by us: S3 in production, a folder in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


@dataclass(frozen=True)
class BucketObject:
    """What a listing says. ``version`` changes when the bytes do (ETag, or size and time)."""

    key: str
    size: int
    modified: datetime
    version: str


class Bucket(Protocol):
    """Objects under slash-separated keys. Errors are those of ports.egress: FetchFailed and FetchRefused."""

    def list(self, prefix: str) -> Iterator[BucketObject]:
        """Every object whose key starts with ``prefix``, in key order; raises when the listing breaks off."""

    def open(self, key: str) -> BinaryIO:
        """The bytes of an object; the caller closes it."""


class InTray(Bucket, Protocol):
    """A bucket that others put things into for us to take away."""

    def remove(self, key: str) -> None:
        """Take one object out; nothing happens when it is gone already."""
