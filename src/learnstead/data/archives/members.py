"""Reading the members of an archive one after another."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, BinaryIO

from learnstead.data.archives.limits import BadArchive, Limits

# zipfile raises NotImplementedError for an archive of a newer version, or a way of packing, than it knows.
DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, tarfile.TarError, zipfile.BadZipFile, NotImplementedError, ValueError)
ENCRYPTED = 1
LINK = 0o12

Member = tuple[str, int, IO[bytes] | None]
"""Its name, its size, and its bytes; None for what is no plain file: links, devices, encrypted files."""


def members(file: BinaryIO, limits: Limits) -> Iterator[Member]:
    """Every member that is no folder; the bytes must be read before the next is asked for. Raises BadArchive."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if zipfile.is_zipfile(file):
        file.seek(0)
        yield from _zip(file, size, limits)
    else:
        file.seek(0)
        yield from _tar(file, size, limits)


def _zip(file: BinaryIO, size: int, limits: Limits) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGE as problem:
        raise BadArchive(f"its list of contents is damaged: {problem}") from problem
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        limits.files(len(members))
        limits.grown(sum(member.file_size for member in members), packed=size)
        for member in members:
            yield member.filename, member.file_size, _zipped(archive, member)


def _zipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes] | None:
    is_link = (member.external_attr >> 28) == LINK
    if is_link or member.flag_bits & ENCRYPTED:
        return None
    try:
        return archive.open(member)
    except (*DAMAGE, RuntimeError) as problem:
        return Broken(str(problem) or type(problem).__name__)


class Broken(io.BytesIO):
    """A member that cannot even be opened; it says so when it is read, as others do that break off."""

    def __init__(self, says: str) -> None:
        super().__init__()
        self._says = says

    def read(self, _size: int | None = -1, /) -> bytes:
        """Raise what was wrong."""
        raise zipfile.BadZipFile(self._says)


class _Counted(io.RawIOBase):
    """Bytes as they are unpacked; stops a bomb while it goes off."""

    def __init__(self, inside: BinaryIO | gzip.GzipFile, *, packed: int, limits: Limits) -> None:
        super().__init__()
        self._inside, self._packed, self._limits, self._seen = inside, packed, limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        data = self._inside.read(len(view))
        self._seen += len(data)
        self._limits.grown(self._seen, packed=self._packed)
        view[: len(data)] = data
        return len(data)


def _tar(file: BinaryIO, size: int, limits: Limits) -> Iterator[Member]:
    is_gzip = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    inside = gzip.GzipFile(fileobj=file) if is_gzip else file
    counted = io.BufferedReader(_Counted(inside, packed=size, limits=limits), 2**16)
    try:
        with tarfile.open(fileobj=counted, mode="r|") as archive:
            for number, member in enumerate(archive, 1):
                limits.files(number)
                if not member.isdir():
                    plain = member.isreg() and not member.issparse()
                    yield member.name, member.size, archive.extractfile(member) if plain else None
    except DAMAGE as problem:
        file.seek(0)
        start = file.read(40)
        says = f"it is damaged, or no archive: {problem or type(problem).__name__}; it begins {start!r}"
        raise BadArchive(says) from problem
