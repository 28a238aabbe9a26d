"""Objects as files in a folder. Every write is a rename, so that a reader sees the old object or the new one."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from learnstead.adapters.objects.keys import BadKey, checked
from learnstead.kernel.errors import LearnsteadError, Terminal, Transient
from learnstead.ports.objects import NoRoom, NoSuchObject, ObjectInfo

# Not a legal first part of a key: half-written files wait here, on the same filesystem as their destination.
INCOMING = ".incoming"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FolderStore:
    """An object store in one folder of this machine. Modes follow the umask."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / INCOMING

    def put(self, key: str, data: bytes | BinaryIO, *, lasting: bool = True) -> None:
        """Write beside the destination, flush to the disk, rename."""
        target = self._path(key)
        with _explained("store", key):
            temporary = self._incoming / uuid4().hex
            try:
                with _made(temporary) as file:
                    _write(file, data)
                    file.flush()
                    if lasting:
                        os.fsync(file.fileno())
                    else:
                        _begin_to_flush(file.fileno())
                _rename(temporary, target)
                if lasting:
                    _sync_folder(target.parent)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

    def settle(self, prefix: str) -> None:
        """Flush the files and the folders that name them; filesystems give a file its size after its contents."""
        top = self._path(prefix)
        with _explained("store", prefix):
            for path in _files_below(top):
                _sync(path, os.O_RDONLY)
            for folder, _, _ in os.walk(top):
                _sync_folder(Path(folder))
            if top.is_dir():
                _sync_folder(top.parent)

    def put_tree(self, prefix: str, folder: Path) -> None:
        """One rename when ``folder`` is on the same filesystem and nothing is under ``prefix``; else file by file."""
        target = self._path(prefix)
        with _explained("store", prefix):
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists() and folder.stat().st_dev == target.parent.stat().st_dev:
                os.sync()  # contents reach the disk before the name that promises them; cheaper than an fsync per file
                folder.rename(target)
                _sync_folder(target.parent)
                return
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    self.put(f"{prefix}/{path.relative_to(folder).as_posix()}", file)

    def get(self, key: str) -> bytes:
        """Read the file."""
        with self.open(key) as file:
            return file.read()

    def open(self, key: str) -> BinaryIO:
        """Open the file; its bytes stay readable even if the object is deleted meanwhile."""
        path = self._path(key)
        with _explained("read", key):
            return path.open("rb")

    def info(self, key: str) -> ObjectInfo:
        """Ask the filesystem."""
        path = self._path(key)
        with _explained("read", key):
            found = path.stat()
            if not path.is_file():
                raise NoSuchObject(f"nothing is stored under {key!r}")
            return ObjectInfo(key=key, size=found.st_size)

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """Walk the one folder that can hold such keys."""
        folder, _, _ = prefix.rpartition("/")
        start = self._path(folder) if folder else self._root
        for path in sorted(_files_below(start), key=self._key):
            key = self._key(path)
            if key.startswith(prefix):
                with contextlib.suppress(FileNotFoundError):
                    yield ObjectInfo(key=key, size=path.stat().st_size)

    def delete(self, prefix: str) -> None:
        """Take it out of sight with one rename, then remove it."""
        target = self._path(prefix)
        with _explained("delete", prefix):
            self._incoming.mkdir(parents=True, exist_ok=True)
            doomed = self._incoming / uuid4().hex
            try:
                target.rename(doomed)
            except (FileNotFoundError, NotADirectoryError):
                return
            _sync_folder(target.parent)
            _remove(doomed)

    def sweep(self, *, before: datetime) -> None:
        """A file is changed when it is written, and when it was taken out of sight; that is the time that counts."""
        with _explained("sweep", INCOMING):
            for left in list(self._incoming.iterdir()) if self._incoming.is_dir() else []:
                with contextlib.suppress(FileNotFoundError):
                    if left.lstat().st_ctime < before.timestamp():
                        _remove(left)

    def _path(self, key: str) -> Path:
        if checked(key).split("/", 1)[0] == INCOMING:
            raise BadKey(f"{key!r} cannot be the key of an object: {INCOMING!r} is kept for unfinished writes")
        return self._root / key

    def _key(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        if INCOMING in folders:
            folders.remove(INCOMING)
        yield from (Path(parent, name) for name in names)


def _remove(path: Path) -> None:
    """For good; of two who do it at once, both succeed."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _made(path: Path) -> BinaryIO:
    """A new file, in a folder that is nearly always there."""
    try:
        return path.open("xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def _rename(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)


def _write(file: BinaryIO, data: bytes | BinaryIO) -> None:
    if isinstance(data, bytes):
        file.write(data)
    else:
        shutil.copyfileobj(data, file, 1024 * 1024)


def _begin_to_flush(descriptor: int) -> None:
    """Have it written while the next comes, so that little is left to settle. Linux does so when told we are done."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _sync_folder(folder: Path) -> None:
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _explained(verb: str, key: str) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise _in_our_words(problem, verb, key) from problem


def _in_our_words(problem: OSError, verb: str, key: str) -> LearnsteadError:
    if isinstance(problem, FileNotFoundError | NotADirectoryError | IsADirectoryError) and verb == "read":
        return NoSuchObject(f"nothing is stored under {key!r}")
    if problem.errno in FULL:
        return NoRoom(f"the disk is full: could not {verb} {key!r}; free some space and it will be tried again")
    if isinstance(problem, NotADirectoryError | IsADirectoryError | FileExistsError):
        return Terminal(f"could not {verb} {key!r}: another object stands where this key needs a folder")
    if isinstance(problem, PermissionError):
        return Terminal(f"could not {verb} {key!r}: {problem.strerror}; check who owns the data directory")
    return Transient(f"could not {verb} {key!r}: {problem.strerror or problem}")
