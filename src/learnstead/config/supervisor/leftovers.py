"""What a supervisor that was killed left running; on Linux the kernel has stopped most of it already."""

import contextlib
import os
import signal
from collections.abc import Iterable, Iterator

import psutil

from learnstead.config.supervisor.record import SAME_MOMENT, Record

PATIENCE = 5.0


def stop_leftovers(record: Record) -> int:
    """Stop them, first politely, and say how many there were. PostgreSQL is left to whoever knows how to stop it."""
    remaining = [
        process
        for running in record.processes
        if running.pid and running.name != "postgres"
        for process in _group(running.pid, running.started_at)
    ]
    _signal(remaining, signal.SIGTERM)
    _, stubborn = psutil.wait_procs(remaining, timeout=PATIENCE)
    _signal(stubborn, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=PATIENCE)
    return len(remaining)


def _group(group: int, started_at: float) -> Iterator[psutil.Process]:
    """The processes of a group; not those of a later one with the same number."""
    for process in psutil.process_iter():
        with contextlib.suppress(ProcessLookupError, PermissionError, psutil.Error):
            if os.getpgid(process.pid) == group and process.create_time() > started_at - SAME_MOMENT:
                yield process


def _signal(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.send_signal(number)
