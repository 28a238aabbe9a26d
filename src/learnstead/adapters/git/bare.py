"""A git host in one folder: a bare repository for each course, written by libgit2.

Objects reach the disk before the reference that names them, and a reference moves only from where it was read. So a
reader, or a process killed at any moment, sees the branch before a commit or after it. Writers of one repository take
turns by a lock that the kernel releases when its holder dies.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import pygit2
from pygit2.enums import FileMode, SortMode

from learnstead.adapters.git import remote, upload_pack
from learnstead.adapters.git.explained import explained
from learnstead.adapters.git.objects import write_tree
from learnstead.adapters.git.turns import taking_turns
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.ports.git import MAIN, PREVIEW, RELEASE, Commit, FileChange, NoSuchRevision, Person

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
HASH = re.compile(r"[0-9a-f]{40}")
PLATFORM = Person(name="Learnstead", email="learnstead@localhost")


class BareRepositories:
    """Every repository is ``root/<name>.git``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def create(self, repository: str) -> None:
        """Make it under another name and rename it, so that a half-made one is never found."""
        path = self._path(repository)
        if path.exists():
            return
        with explained("create", repository):
            self._root.mkdir(parents=True, exist_ok=True)
            new = self._root / f".new-{uuid4().hex}"
            repo = pygit2.init_repository(new, bare=True, initial_head=MAIN)
            signature = _signature(PLATFORM, clock.now())
            tree = repo.TreeBuilder().write()
            first = repo.create_commit(f"refs/heads/{MAIN}", signature, signature, "Start the course", tree, [])
            for branch in (PREVIEW, RELEASE):
                repo.references.create(f"refs/heads/{branch}", first)
            try:
                new.rename(path)
            except OSError:  # another process was first
                shutil.rmtree(new)
                if not path.exists():
                    raise

    def delete(self, repository: str) -> None:
        """Move it out of sight first; removal takes a while."""
        path = self._path(repository)
        if path.exists():
            gone = self._root / f".gone-{uuid4().hex}"
            with explained("delete", repository):
                path.rename(gone)
                shutil.rmtree(gone)

    def commit(
        self, repository: str, changes: Sequence[FileChange], *, author: Person, message: str, at: datetime
    ) -> str:
        """Objects first, then the branch, moved only from the commit that the new one follows."""
        with explained("commit to", repository), taking_turns(self._existing(repository)) as repo:
            head = self._commit(repo, repository, MAIN)
            tree = write_tree(repo, head, changes)
            if tree == head.tree_id:
                return str(head.id)
            signature = _signature(author, at)
            return str(repo.create_commit(f"refs/heads/{MAIN}", signature, signature, message, tree, [head.id]))

    def head(self, repository: str, branch: str = MAIN) -> str:
        """Read the reference."""
        with explained("read", repository):
            return str(self._commit(self._open(repository), repository, branch).id)

    def point(self, repository: str, branch: str, commit: str) -> None:
        """Move the reference; the commit must be there."""
        with explained("move a branch of", repository), taking_turns(self._existing(repository)) as repo:
            target = self._commit(repo, repository, commit).id
            repo.references.create(f"refs/heads/{branch}", target, force=True)

    def files(self, repository: str, revision: str) -> Iterator[tuple[str, bytes]]:
        """Walk the tree; git keeps it in path order."""
        with explained("read", repository):
            repo = self._open(repository)
            yield from _files(repo, self._commit(repo, repository, revision).tree, "")

    def read(self, repository: str, revision: str, path: str) -> bytes:
        """Look the path up in the revision's tree."""
        with explained("read", repository):
            commit = self._commit(self._open(repository), repository, revision)
            blob = _entry(commit, path)
            if not isinstance(blob, pygit2.Blob):
                raise NoSuchRevision(f"{repository} has no file {path!r} at {revision}")
            return blob.data

    def changed_paths(self, repository: str, old: str, new: str) -> list[str]:
        """Compare the two trees; renames are not looked for, so both their paths are named."""
        with explained("compare", repository):
            repo = self._open(repository)
            before, after = (self._commit(repo, repository, revision).tree for revision in (old, new))
            deltas = before.diff_to_tree(after).deltas
            return sorted({file.path for delta in deltas for file in (delta.old_file, delta.new_file)})

    def history(self, repository: str, paths: Iterable[str] = (), *, limit: int = 50) -> list[Commit]:
        """Walk back from the head and keep what differs from its parent."""
        wanted = tuple(paths)
        found: list[Commit] = []
        with explained("read", repository):
            repo = self._open(repository)
            for commit in repo.walk(self._commit(repo, repository, MAIN).id, SortMode.TOPOLOGICAL):
                if len(found) == limit:
                    break
                if commit.parents and _touches(commit, wanted):
                    found.append(_described(commit))
        return found

    def upload_pack(self, repository: str, request: BinaryIO | None, *, protocol: str = "") -> Iterator[bytes]:
        """Let git itself answer."""
        return upload_pack.answer(self._existing(repository), request, protocol=protocol)

    def fetch(self, address: str, *, allow_private: bool = False) -> Iterator[tuple[str, bytes]]:
        """Read a local repository where it lies; clone a remote one into a scratch folder first."""
        with remote.at_hand(address, allow_private=allow_private) as path, explained("read", address):
            repo = pygit2.Repository(str(path))
            if repo.head_is_unborn:
                raise NoSuchRevision(f"{address} has no commits yet; commit the course there first")
            yield from _files(repo, repo.head.peel(pygit2.Commit).tree, "")

    def _path(self, repository: str) -> Path:
        if not NAME.fullmatch(repository):
            raise Terminal(f"{repository!r} cannot name a repository; use letters, digits, '.', '_' and '-'")
        return self._root / f"{repository}.git"

    def _existing(self, repository: str) -> Path:
        path = self._path(repository)
        if not path.is_dir():
            raise NoSuchRevision(f"there is no repository {repository!r}")
        return path

    def _open(self, repository: str) -> pygit2.Repository:
        return pygit2.Repository(str(self._existing(repository)))

    def _commit(self, repo: pygit2.Repository, repository: str, revision: str) -> pygit2.Commit:
        reference = repo.references.get(f"refs/heads/{revision}")
        found = repo.get(reference.target if reference else revision) if reference or HASH.fullmatch(revision) else None
        if not isinstance(found, pygit2.Commit):
            raise NoSuchRevision(f"{repository} has no branch or commit {revision!r}")
        return found


def _signature(person: Person, at: datetime) -> pygit2.Signature:
    offset = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    name = re.sub(r"[<>\x00-\x1f]", " ", person.name).strip(" .,:;\"'") or "Anonymous"
    email = re.sub(r"[<>\s\x00-\x1f]", "", person.email) or "unknown"
    return pygit2.Signature(name, email, int(at.timestamp()), offset)


def _files(repo: pygit2.Repository, tree: pygit2.Tree, folder: str) -> Iterator[tuple[str, bytes]]:
    for entry in tree:
        path = f"{folder}{entry.name}"
        if isinstance(entry, pygit2.Tree):
            yield from _files(repo, entry, f"{path}/")
        elif isinstance(entry, pygit2.Blob) and entry.filemode != FileMode.LINK:
            yield path, entry.data


def _entry(commit: pygit2.Commit, path: str) -> pygit2.Object | None:
    try:
        return commit.tree[path]
    except (KeyError, ValueError):
        return None


def _touches(commit: pygit2.Commit, paths: tuple[str, ...]) -> bool:
    if not paths:
        return True
    parent = commit.parents[0]
    if parent.tree_id == commit.tree_id:
        return False
    return any(_id(_entry(commit, path)) != _id(_entry(parent, path)) for path in paths)


def _id(entry: pygit2.Object | None) -> pygit2.Oid | None:
    return entry.id if entry else None


def _described(commit: pygit2.Commit) -> Commit:
    zone = timezone(timedelta(minutes=commit.author.offset))
    return Commit(
        id=str(commit.id),
        author=Person(name=commit.author.name, email=commit.author.email),
        at=datetime.fromtimestamp(commit.author.time, zone),
        message=commit.message,
    )
