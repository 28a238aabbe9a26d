"""libgit2's failures in our two kinds."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import pygit2

from learnstead.kernel.errors import Terminal, Transient

FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def explained(doing: str, repository: str) -> Iterator[None]:
    """Say what was tried and on which repository."""
    try:
        yield
    except OSError as problem:
        if problem.errno in FULL or "No space left" in str(problem):
            raise Transient(f"could not {doing} the repository {repository!r}: the disk is full") from problem
        raise Terminal(f"could not {doing} the repository {repository!r}: {problem}") from problem
    except (pygit2.GitError, KeyError, ValueError) as problem:
        full = "No space left" in str(problem)
        words = "the disk is full" if full else f"{problem}; 'git fsck' in its folder may say more"
        raise (Transient if full else Terminal)(
            f"could not {doing} the repository {repository!r}: {words}"
        ) from problem
