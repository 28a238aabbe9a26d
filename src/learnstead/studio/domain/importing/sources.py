"""Where a course comes from: every kind of source as a list of files."""

import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from learnstead.kernel.errors import Terminal
from learnstead.ports.git import GitHost

URL = re.compile(r"[a-z][a-z0-9+.-]*://")
MAX_FILES = 100_000
MAX_BYTES = 8 * 1024**3
MAX_TEXT_BYTES = 64 * 1024**2
# A deflated file grows about a thousandfold at most; text of a course seldom more than tenfold.
MAX_GROWTH = 200
SUSPICIOUS_BYTES = 16 * 1024**2
SKIPPED_FOLDERS = {".git", "__MACOSX", "node_modules", "public", ".hugo_build.lock"}


class BadSource(Terminal):
    """A source that cannot be read; the text says why."""


@dataclass(frozen=True)
class SourceFile:
    """One file of a source. ``path`` is relative, with forward slashes, and stays inside."""

    path: str
    size: int
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Source:
    """``short_id`` is what the course is called there: the name of the folder, repository or archive."""

    short_id: str
    files: tuple[SourceFile, ...]


def source_at(address: str, *, git: GitHost, allow_private: bool = False) -> Source:
    """Open a folder, a git repository (a path or an https address) or a .zip file."""
    short_id = _short_id(address)
    if URL.match(address):
        return Source(short_id, _in_memory(git.fetch(address, allow_private=allow_private)))
    path = Path(address).expanduser()
    if not path.exists():
        raise BadSource(f"there is nothing at {address!r}; give a folder, a git repository, an https address or a .zip")
    short_id = _short_id(str(path.resolve()))
    if path.is_dir():
        if (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir()):
            return Source(short_id, _in_memory(git.fetch(str(path.resolve()), allow_private=allow_private)))
        return Source(short_id, tuple(_folder(path)))
    if zipfile.is_zipfile(path):
        return Source(short_id, tuple(_archive(path)))
    raise BadSource(f"{address!r} is neither a folder, a git repository nor a .zip file")


def _short_id(address: str) -> str:
    name = address.rstrip("/").rpartition("/")[2]
    for ending in (".git", ".zip"):
        name = name.removesuffix(ending)
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:100]


def _folder(root: Path) -> Iterator[SourceFile]:
    """Files below ``root``; links are not followed, they may lead out of it."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                relative = path.relative_to(root).as_posix()
                yield SourceFile(relative, path.stat().st_size, partial(_open_file, path))


def _in_memory(files: Iterator[tuple[str, bytes]]) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(path, len(data), partial(BytesIO, data)) for path, data in files)


def _open_file(path: Path) -> IO[bytes]:
    return path.open("rb")


def _archive(path: Path) -> Iterator[SourceFile]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_archive(path.name, entries)
        top = _only_folder([entry.filename for entry in entries])
        for entry in entries:
            relative = entry.filename.removeprefix(top)
            if PurePosixPath(relative).parts[0] not in SKIPPED_FOLDERS:
                yield SourceFile(relative, entry.file_size, partial(_open, path, entry.filename))


def _open(path: Path, name: str) -> IO[bytes]:
    return zipfile.ZipFile(path).open(name)


def _check_archive(name: str, entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_FILES or total > MAX_BYTES:
        raise BadSource(f"{name} holds {len(entries)} files of {total} bytes, more than a course may have")
    if total > SUSPICIOUS_BYTES and total > packed * MAX_GROWTH:
        raise BadSource(f"{name} would grow {total // max(packed, 1)}-fold when unpacked; that is a trap, not a course")
    for entry in entries:
        parts = entry.filename.split("/")
        if entry.flag_bits & 1:
            raise BadSource(f"{name}: '{entry.filename}' is encrypted; pack the course without a password")
        if ".." in parts or entry.filename.startswith("/") or "\\" in entry.filename or ":" in parts[0]:
            raise BadSource(f"{name}: '{entry.filename}' would be unpacked outside the course")


def _only_folder(names: list[str]) -> str:
    """The one folder that everything lies in, as "name/"; empty when there is none."""
    tops = {name.partition("/")[0] for name in names if not name.startswith("__MACOSX/")}
    course_folders = {"content", "data", "config", "media"}
    if len(tops) != 1 or tops & course_folders or any("/" not in name for name in names):
        return ""
    return f"{tops.pop()}/"
