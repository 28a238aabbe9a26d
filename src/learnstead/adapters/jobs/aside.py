"""Does a job in a process of its own that comes after everything somebody waits for."""

import contextlib
import ctypes
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django

from learnstead.kernel.errors import Transient
from learnstead.ports.jobs import JOBS

NICENESS = 10
# Linux weighs sessions against each other before it looks at niceness inside them (autogroups, see sched(7)).
AUTOGROUP = Path("/proc/self/autogroup")
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def do_aside(name: str, arguments: dict[str, Any]) -> None:
    """Do the job ``name`` and return when it is done; its errors are raised here, Transient if its process died."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)) as processes:
        try:
            processes.submit(_do, name, arguments).result()
        except BrokenProcessPool as problem:
            raise Transient(f"the process that did {name} ended in the middle") from problem


def _begin(parent: int) -> None:
    _end_with(parent)
    os.setsid()
    os.nice(NICENESS)
    with contextlib.suppress(OSError):  # another system, or one that does not group
        AUTOGROUP.write_text(str(NICENESS))
    django.setup()


def _end_with(parent: int) -> None:
    """On Linux the kernel stops us with the worker; elsewhere the job is done to its end, which does no harm."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _do(name: str, arguments: dict[str, Any]) -> None:
    JOBS[name].work(**arguments)
