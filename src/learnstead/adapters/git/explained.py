"""libgit2's failures in our two kinds."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import pygit2

from learnstead.kernel.errors import Terminal, Transient

FULL = {errno.ENOSPC, errno.EDQUOT}
# libgit2 forgets to say why when the disk takes only a part of what is written.
WRITE_FAILED = ("No space left", "no error")


@contextmanager
def explained(doing: str, repository: str) -> Iterator[None]:
    """Say what was tried and on which repository."""
    try:
        yield
    except OSError as problem:
        if problem.errno in FULL or WRITE_FAILED[0] in str(problem):
            raise Transient(f"could not {doing} the repository {repository!r}: the disk is full") from problem
        raise Terminal(f"could not {doing} the repository {repository!r}: {problem}") from problem
    except (pygit2.GitError, KeyError, ValueError) as problem:
        if any(words in str(problem) for words in WRITE_FAILED):
            raise Transient(
                f"could not {doing} the repository {repository!r}: the disk is full, or refuses to be written"
            ) from problem
        raise Terminal(
            f"could not {doing} the repository {repository!r}: {problem}; 'git fsck' in its folder may say more"
        ) from problem
