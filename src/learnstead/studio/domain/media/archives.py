"""Archives, looked into without being unpacked to the disk: bombs and programs are refused."""

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from learnstead.studio.domain.media.kinds import EXECUTABLE_ENDINGS, ZIP, ZIP_TYPES
from learnstead.studio.domain.media.refusals import UploadRefused

MAX_ENTRIES = 20_000
MAX_UNPACKED = 4 * 1024**3
MAX_DEPTH = 3
# Below this many bytes even a bomb does no harm; above it, real data seldom shrinks this much.
HARMLESS = 16 * 1024**2
MAX_GROWTH = 200
CHUNK = 1024 * 1024
OPAQUE = {"application/x-7z-compressed", "application/x-rar-compressed", "application/vnd.rar"}
STREAMS: dict[str, Callable[[Any], IO[bytes]]] = {
    "application/gzip": lambda file: gzip.GzipFile(fileobj=file),  # type: ignore[dict-item,return-value]
    "application/x-bzip2": bz2.BZ2File,
    "application/x-xz": lzma.LZMAFile,
}


def check_archive(name: str, kind: str, file: IO[bytes], size: int) -> None:
    """Raise UploadRefused for bombs, programs inside, and archives that cannot be looked into."""
    if kind in OPAQUE:
        raise UploadRefused(f"{name}: this kind of archive cannot be looked into; pack the files as .zip")
    try:
        if kind in STREAMS:
            _check_growth(name, STREAMS[kind](file), size)
        elif kind == ZIP or kind in ZIP_TYPES.values():
            _Zip(name, size).check(file, depth=1)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, lzma.LZMAError, NotImplementedError) as problem:
        # The last is what zipfile raises for a way of packing that it does not know.
        raise UploadRefused(f"{name} is damaged: {problem}; pack it again") from problem
    finally:
        file.seek(0)


def _check_growth(name: str, unpacked: IO[bytes], size: int) -> None:
    total = 0
    while piece := unpacked.read(CHUNK):
        total += len(piece)
        if (total > HARMLESS and total > size * MAX_GROWTH) or total > MAX_UNPACKED:
            raise UploadRefused(f"{name} would unpack to more than {total // CHUNK} MB; that is a trap, not a document")


class _Zip:
    def __init__(self, name: str, size: int) -> None:
        self._name, self._size = name, size
        self._entries = self._unpacked = 0

    def check(self, file: IO[bytes], *, depth: int) -> None:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                self._count(entry)
                if entry.filename.lower().endswith(".zip"):
                    self._check_inner(archive, entry, depth)

    def _count(self, entry: zipfile.ZipInfo) -> None:
        self._entries += 1
        self._unpacked += entry.file_size
        if self._entries > MAX_ENTRIES:
            raise UploadRefused(f"{self._name} holds more than {MAX_ENTRIES} files")
        growth = self._unpacked > HARMLESS and self._unpacked > self._size * MAX_GROWTH
        if growth or self._unpacked > MAX_UNPACKED:
            megabytes = self._unpacked // CHUNK
            raise UploadRefused(
                f"{self._name} would unpack to more than {megabytes} MB; that is a trap, not a document"
            )
        if entry.filename.lower().endswith(EXECUTABLE_ENDINGS):
            raise UploadRefused(f"{self._name} holds the program '{entry.filename}'; leave it out")

    def _check_inner(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
        if depth == MAX_DEPTH:
            raise UploadRefused(f"{self._name} holds archives in archives in archives; pack the files themselves")
        if entry.flag_bits & 1:
            raise UploadRefused(f"{self._name}: '{entry.filename}' is encrypted and cannot be looked into")
        with archive.open(entry) as packed, SpooledTemporaryFile(max_size=HARMLESS) as inner:
            while piece := packed.read(CHUNK):
                inner.write(piece)
                if inner.tell() > entry.file_size:
                    raise UploadRefused(f"{self._name} lies about its sizes; pack it again")
            inner.seek(0)
            self.check(inner, depth=depth + 1)
