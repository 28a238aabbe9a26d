"""Blobs and trees on the disk: loose for a save, one pack for an import, packed again when many are loose."""

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pygit2
from pygit2.enums import FileMode, Option

from learnstead.ports.git import FileChange

# From this many files on, one flush of a pack is cheaper than a flush per file.
MANY_FILES = 100
# As git does: one of the 256 folders of loose objects stands for all.
SAMPLE_FOLDER = "17"
SCATTERED = 12

# libgit2's flag is one for the process, so whoever lowers it must be alone.
_flag = threading.RLock()
pygit2.option(Option.ENABLE_FSYNC_GITDIR, True)


@contextmanager
def _without_flushing() -> Iterator[None]:
    with _flag:
        pygit2.option(Option.ENABLE_FSYNC_GITDIR, False)
        try:
            yield
        finally:
            pygit2.option(Option.ENABLE_FSYNC_GITDIR, True)


def write_tree(repo: pygit2.Repository, head: pygit2.Commit, changes: Sequence[FileChange]) -> pygit2.Oid:
    """The tree of ``head`` with ``changes`` made; every new object is safely on the disk."""
    if len(changes) < MANY_FILES:
        with _flag:
            return _tree(repo, head, changes)
    path = Path(repo.path)
    for left in path.glob("incoming-*"):
        shutil.rmtree(left)
    scratch_path = path / f"incoming-{uuid4().hex}"
    scratch = pygit2.init_repository(scratch_path, bare=True)
    try:
        scratch.odb.add_disk_alternate(str(path / "objects"))
        with _without_flushing():
            tree = _tree(scratch, head, changes)
        _pack(scratch, _loose(scratch_path), path / "objects" / "pack")
    finally:
        shutil.rmtree(scratch_path)
    return tree


def _tree(into: pygit2.Repository, head: pygit2.Commit, changes: Sequence[FileChange]) -> pygit2.Oid:
    index = pygit2.Index()
    index.read_tree(head.tree)
    for change in changes:
        if change.path.startswith("/"):
            raise ValueError(f"{change.path!r} is not a path inside it")
        if change.data is not None:
            index.add(pygit2.IndexEntry(change.path, into.create_blob(change.data), FileMode.BLOB))
        elif change.path in index:
            index.remove(change.path)
    return index.write_tree(into)


def _loose(path: Path) -> list[Path]:
    return [file for file in (path / "objects").glob("[0-9a-f][0-9a-f]/*") if not file.name.startswith("tmp_")]


def _pack(repo: pygit2.Repository, loose: list[Path], destination: Path) -> None:
    builder = pygit2.PackBuilder(repo)
    builder.set_threads(1)
    for file in loose:
        builder.add(pygit2.Oid(hex=file.parent.name + file.name))
    with _flag:
        builder.write(str(destination))


def compact_when_scattered(repo: pygit2.Repository, path: Path) -> None:
    """Put loose objects into one pack once there are some thousands; the caller holds the repository's lock."""
    sample = path / "objects" / SAMPLE_FOLDER
    if not sample.is_dir() or len(list(sample.iterdir())) < SCATTERED:
        return
    loose = _loose(path)
    _pack(repo, loose, path / "objects" / "pack")
    for file in loose:
        file.unlink(missing_ok=True)
