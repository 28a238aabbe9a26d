"""Unpacking into a folder of our own, under names of our own: no path of an archive ever becomes a path of ours."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from learnstead.data.archives.limits import Limits, is_hidden, trusted_path
from learnstead.data.archives.members import DAMAGE, Broken, members

PIECE = 2**20


class DamagedFile(ValueError):
    """One file of an archive could not be unpacked."""


@dataclass(frozen=True)
class Unpacked:
    """The wanted files of an archive.

    ``damaged`` says of a path why it could not be unpacked, wanted or not: what cannot be opened may have lost its
    name. ``refused`` are names that lead out of the archive, and links.
    """

    files: Mapping[str, Path]
    damaged: Mapping[str, str]
    refused: tuple[str, ...]

    @property
    def paths(self) -> list[str]:
        """The paths in the archive, in order."""
        return sorted(self.files)

    def __contains__(self, path: str) -> bool:
        return path in self.files

    def read(self, path: str) -> bytes:
        """The bytes of one file; DamagedFile when it could not be unpacked."""
        if path in self.damaged:
            raise DamagedFile(self.damaged[path])
        return self.files[path].read_bytes()

    def open(self, path: str) -> BinaryIO:
        """One file; the caller closes it."""
        return self.files[path].open("rb")


def everything(_path: str) -> bool:
    """No file is left out."""
    return True


@contextmanager
def unpacked(
    archive: BinaryIO, *, wanted: Callable[[str], bool] = everything, limits: Limits | None = None
) -> Iterator[Unpacked]:
    """The files whose path is ``wanted``, for as long as the block lasts; hidden files never are.

    Raises BadArchive: a part of an archive is no archive. When a path comes twice, the later file counts.
    """
    with tempfile.TemporaryDirectory(prefix="learnstead-archive-") as folder:
        yield _unpack(archive, Path(folder), wanted=wanted, limits=limits or Limits())


def _unpack(archive: BinaryIO, folder: Path, *, wanted: Callable[[str], bool], limits: Limits) -> Unpacked:
    files: dict[str, Path] = {}
    damaged: dict[str, str] = {}
    refused: list[str] = []
    for number, (name, size, content) in enumerate(members(archive, limits)):
        path = trusted_path(name)
        if path is not None and not isinstance(content, Broken) and (is_hidden(path) or not wanted(path)):
            continue
        if path is None or content is None:
            refused.append(name[:200])
        elif size > limits.most_file_bytes:
            damaged[path] = f"{size:,} bytes are too many for one file"
        else:
            problem = _written(content, folder / str(number))
            files.pop(path, None)
            damaged.pop(path, None)
            if problem:
                damaged[path] = problem
            else:
                files[path] = folder / str(number)
    return Unpacked(files=files, damaged=damaged, refused=tuple(refused))


def _written(content: IO[bytes], target: Path) -> str:
    """Copy one member; what was wrong with it, if anything."""
    with target.open("wb") as file:
        while True:
            try:
                piece = content.read(PIECE)
            except DAMAGE as problem:
                return f"it is damaged in the archive: {problem or type(problem).__name__}"
            if not piece:
                return ""
            file.write(piece)
