"""What the machine refuses, in a person's words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from learnstead.kernel.errors import Transient

FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Turn the failure of a disk into one that is tried again."""
    try:
        yield
    except OSError as problem:
        if problem.errno in FULL:
            raise Transient(f"the disk is full: could not write {what}; free some space and try again") from problem
        raise Transient(f"could not write {what}: {problem.strerror or problem}") from problem
