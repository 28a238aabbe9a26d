"""Bucket over a folder."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from learnstead.ports.bucket import BucketObject
from learnstead.ports.egress import FetchRefused


class FolderBucket:
    """Files below a folder, read as objects; their paths are the keys."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def list(self, prefix: str) -> Iterator[BucketObject]:
        """Files whose key starts with ``prefix``, in key order."""
        if not self._root.is_dir():
            raise FetchRefused(f"{self._root}, which stands for a bucket, is not a folder")
        found = ((path.relative_to(self._root).as_posix(), path) for path in self._root.rglob("*") if path.is_file())
        for key, path in sorted(found):
            if key.startswith(prefix):
                facts = path.stat()
                yield BucketObject(
                    key=key,
                    size=facts.st_size,
                    modified=datetime.fromtimestamp(facts.st_mtime, UTC),
                    version=f"{facts.st_size}-{facts.st_mtime_ns}",
                )

    def open(self, key: str) -> BinaryIO:
        """The file."""
        try:
            return self._path(key).open("rb")
        except OSError as problem:
            raise FetchRefused(f"{key} cannot be read from {self._root}: {problem.strerror}") from problem

    def remove(self, key: str) -> None:
        """The file; its folder stays."""
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as problem:
            raise FetchRefused(f"{key} cannot be removed from {self._root}: {problem.strerror}") from problem

    def _path(self, key: str) -> Path:
        path = (self._root / key).resolve()
        if not path.is_relative_to(self._root):
            raise FetchRefused(f"{key} is outside the bucket")
        return path
