"""Becomes another program, after giving up what that may not have: ``confined.py MEMORY CPU FILE -- PROGRAM ...``.

Run by its path with ``python -I -S``, so that it starts in a few milliseconds. Limits are in bytes, seconds and bytes.
The program dies with its parent, comes after everything else that wants the processor, and has no network where the
system lets us take it away.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
NICENESS = 10


def main(memory: int, seconds: int, size: int, program: list[str]) -> None:
    """Give up, then become."""
    limits = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, size),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        with contextlib.suppress(OSError, ValueError):  # a lower one is set already
            resource.setrlimit(kind, (most, most))
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    if sys.platform == "linux":
        _apart()
    os.execv(program[0], program)  # noqa: S606 - a list, without a shell


def _apart() -> None:
    parent = os.getppid()
    system = ctypes.CDLL(None)
    system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent is gone")
    if os.geteuid() == 0:
        system.unshare(CLONE_NEWNET)
    else:
        system.unshare(CLONE_NEWUSER | CLONE_NEWNET)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[5:])
