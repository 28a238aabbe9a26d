"""Where the byte server finds bytes and marks: in the files of a folder, or in any object store."""

import hashlib
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from learnstead.ports.objects import NoSuchObject, ObjectStore

WHOLE = 1024 * 1024
"""What is not larger is read at once."""
MARK = 100
MOST_REMEMBERED = 10_000


class Found(Protocol):
    """An open file: its size, a tag that changes with its bytes, and any stretch of it."""

    size: int
    etag: str

    def part(self, start: int, length: int) -> bytes:
        """Some of its bytes."""

    def close(self) -> None:
        """Once, or more often."""


class Shelf(Protocol):
    """Everything below ``video/``, by the rest of its key."""

    def find(self, path: str) -> Found | None:
        """The object at ``path``, open; None when there is none."""

    def mark(self, path: str) -> str | None:
        """The few letters at ``path``; None when there are none."""


class OpenFile:
    """A file of this machine."""

    def __init__(self, descriptor: int, about: os.stat_result) -> None:
        self._descriptor = descriptor
        self.size = about.st_size
        self.etag = f'"{about.st_size:x}-{about.st_mtime_ns:x}"'

    def part(self, start: int, length: int) -> bytes:
        """Read where it lies."""
        return os.pread(self._descriptor, length, start)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


@dataclass(frozen=True)
class FolderShelf:
    """The folder of an object store that keeps objects as files."""

    objects: Path

    def find(self, path: str) -> OpenFile | None:
        """Open the file."""
        try:
            descriptor = os.open(f"{self.objects}/video/{path}", os.O_RDONLY | os.O_CLOEXEC)
        except (OSError, ValueError):
            return None
        about = os.fstat(descriptor)
        if stat.S_ISREG(about.st_mode):
            return OpenFile(descriptor, about)
        os.close(descriptor)
        return None

    def mark(self, path: str) -> str | None:
        """Read the file."""
        try:
            descriptor = os.open(f"{self.objects}/video/{path}", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            return os.read(descriptor, MARK).decode("ascii", "replace").strip()
        finally:
            os.close(descriptor)


class OpenObject:
    """An object of a store. What is large never changes under its key; what is small is known by its bytes."""

    def __init__(self, key: str, file: BinaryIO) -> None:
        self._file = file
        self._whole: bytes | None = None
        self.size = file.seek(0, os.SEEK_END)
        if self.size <= WHOLE:
            self._whole = self.part(0, self.size)
        tag = hashlib.sha256(f"{key} {self.size}".encode() if self._whole is None else self._whole)
        self.etag = f'"{tag.hexdigest()[:32]}"'

    def part(self, start: int, length: int) -> bytes:
        """From memory, or from the store."""
        if self._whole is not None:
            return self._whole[start : start + length]
        self._file.seek(start)
        return self._file.read(length)

    def close(self) -> None:
        """Close the object."""
        self._file.close()


@dataclass(frozen=True)
class StoreShelf:
    """Any store. Marks are remembered for some seconds: they are asked for with every segment."""

    objects: ObjectStore
    remembered: float = 2.0
    _marks: dict[str, tuple[float, str | None]] = field(default_factory=dict)

    def find(self, path: str) -> OpenObject | None:
        """Open the object."""
        key = f"video/{path}"
        try:
            return OpenObject(key, self.objects.open(key))
        except NoSuchObject:
            return None

    def mark(self, path: str) -> str | None:
        """Read it. That a video is not public is not remembered: it may become so while somebody waits for it."""
        now = time.monotonic()
        until, known = self._marks.get(path, (0.0, None))
        if until > now:
            return known
        try:
            value = self.objects.get(f"video/{path}")[:MARK].decode("ascii", "replace").strip()
        except NoSuchObject:
            value = None
        if len(self._marks) >= MOST_REMEMBERED:
            self._marks.clear()
        if value is not None or not path.startswith("public/"):
            self._marks[path] = (now + self.remembered, value)
        return value
