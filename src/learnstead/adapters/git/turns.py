"""One writer at a time in a repository, across threads and processes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pygit2

from learnstead.adapters.git.objects import compact_when_scattered

LOCK = "learnstead.lock"


@contextmanager
def taking_turns(path: Path) -> Iterator[pygit2.Repository]:
    """Hold the repository's lock; a holder that dies lets go of it."""
    with (path / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # We are the only writer now, so these were left by one that was killed.
        for abandoned in (path / "refs" / "heads").glob("*.lock"):
            abandoned.unlink(missing_ok=True)
        repo = pygit2.Repository(str(path))
        yield repo
        compact_when_scattered(repo, path)
