"""An object store in memory, which may lie over another: drills need hundreds, and no disk."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from learnstead.ports.objects import NoSuchObject, ObjectInfo, ObjectStore


class MemoryStore:
    def __init__(self, below: ObjectStore | None = None) -> None:
        self._own: dict[str, bytes] = {}
        self._below = below

    def put(self, key: str, data: bytes | BinaryIO, *, lasting: bool = True) -> None:
        self._own[key] = data if isinstance(data, bytes) else data.read()

    def settle(self, prefix: str) -> None:
        pass

    def put_tree(self, prefix: str, folder: Path) -> None:
        for path in folder.rglob("*"):
            if path.is_file():
                self.put(f"{prefix}/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def get(self, key: str) -> bytes:
        if key in self._own:
            return self._own[key]
        if self._below is None:
            raise NoSuchObject(f"nothing is stored under {key!r}")
        return self._below.get(key)

    def open(self, key: str) -> BinaryIO:
        return io.BytesIO(self.get(key))

    def info(self, key: str) -> ObjectInfo:
        return ObjectInfo(key=key, size=len(self.get(key)))

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        below = {found.key: found for found in self._below.list(prefix)} if self._below else {}
        own = {key: ObjectInfo(key, len(data)) for key, data in self._own.items() if key.startswith(prefix)}
        yield from (found for _, found in sorted((below | own).items()))

    def delete(self, prefix: str) -> None:
        self._own = {key: data for key, data in self._own.items() if key != prefix and not key.startswith(f"{prefix}/")}
