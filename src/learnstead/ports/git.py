"""A host of git repositories, one for each course."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from learnstead.kernel.errors import Terminal

MAIN, PREVIEW, RELEASE = "main", "preview", "release"


class NoSuchRevision(Terminal):
    """The repository, branch, commit or file that was asked for does not exist."""


@dataclass(frozen=True)
class Person:
    """Who made a commit."""

    name: str
    email: str


@dataclass(frozen=True)
class FileChange:
    """The new bytes of a file, or None to remove it."""

    path: str
    data: bytes | None


@dataclass(frozen=True)
class Commit:
    """One commit: ``id`` is the full hash, ``at`` carries its time zone."""

    id: str
    author: Person
    at: datetime
    message: str


class GitHost(Protocol):
    """Bare repositories by name. Every write is atomic: a reader sees the branch before it or after it."""

    def create(self, repository: str) -> None:
        """Make the repository with an empty first commit and its three branches; nothing when it is there."""

    def delete(self, repository: str) -> None:
        """Remove the repository and its history."""

    def commit(
        self, repository: str, changes: Sequence[FileChange], *, author: Person, message: str, at: datetime
    ) -> str:
        """Put ``changes`` on ``main`` as one commit and return its id (the head's, when they change nothing)."""

    def head(self, repository: str, branch: str = MAIN) -> str:
        """The commit a branch stands at."""

    def point(self, repository: str, branch: str, commit: str) -> None:
        """Move a branch to a commit."""

    def files(self, repository: str, revision: str) -> Iterator[tuple[str, bytes]]:
        """Every file of a revision, in path order."""

    def read(self, repository: str, revision: str, path: str) -> bytes:
        """One file of a revision."""

    def changed_paths(self, repository: str, old: str, new: str) -> list[str]:
        """The paths that were added, changed or removed between two revisions."""

    def history(self, repository: str, paths: Iterable[str] = (), *, limit: int = 50) -> list[Commit]:
        """The commits on ``main``, newest first, that changed one of ``paths`` (or anything)."""

    def upload_pack(self, repository: str, request: BinaryIO | None, *, protocol: str = "") -> Iterator[bytes]:
        """The answer of git's upload-pack to a client's request; with None, the list of references.

        ``protocol`` is the client's Git-Protocol header.
        """

    def fetch(self, address: str, *, allow_private: bool = False) -> Iterator[tuple[str, bytes]]:
        """Every file at the head of a repository elsewhere: a folder of this machine or an https address.

        Addresses in private networks are refused unless ``allow_private``.
        """
