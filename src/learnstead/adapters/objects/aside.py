"""An object store for rehearsals: reads another one, and keeps to itself what is written."""

import shutil
import weakref
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from learnstead.adapters.objects.folder import FolderStore
from learnstead.ports.objects import NoSuchObject, ObjectInfo, ObjectStore


class AsideStore:
    """What is written goes to a temporary folder, which disappears with this store; nothing can be deleted below."""

    def __init__(self, below: ObjectStore, *, scratch: Path) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._below = below
        folder = Path(mkdtemp(dir=scratch, prefix="aside-"))
        self._own = FolderStore(folder)
        self.close = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def put(self, key: str, data: bytes | BinaryIO, *, lasting: bool = True) -> None:
        """Keep it aside."""
        self._own.put(key, data, lasting=lasting)

    def settle(self, prefix: str) -> None:
        """Only what was put aside is ours to keep."""
        self._own.settle(prefix)

    def put_tree(self, prefix: str, folder: Path) -> None:
        """Keep it aside."""
        self._own.put_tree(prefix, folder)

    def get(self, key: str) -> bytes:
        """What was put aside, or else what lies below."""
        return self._store_of(key).get(key)

    def open(self, key: str) -> BinaryIO:
        """The same."""
        return self._store_of(key).open(key)

    def info(self, key: str) -> ObjectInfo:
        """The same."""
        return self._store_of(key).info(key)

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """Both, in key order."""
        both = {info.key: info for store in (self._below, self._own) for info in store.list(prefix)}
        yield from (both[key] for key in sorted(both))

    def delete(self, prefix: str) -> None:
        """Only what was put aside."""
        self._own.delete(prefix)

    def sweep(self, *, before: datetime) -> None:
        """Only what was put aside."""
        self._own.sweep(before=before)

    def _store_of(self, key: str) -> ObjectStore:
        try:
            self._own.info(key)
        except NoSuchObject:
            return self._below
        return self._own
