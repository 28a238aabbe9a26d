"""``learnstead down``."""

import os
import signal
import time
from pathlib import Path

from learnstead.adapters.postgres import Cluster, find_binaries
from learnstead.config.supervisor import leftovers, record
from learnstead.kernel.errors import Terminal

PATIENCE = 90.0
POLL = 0.05


def stop(data: Path) -> str:
    """Stop the supervisor of ``data`` and everything it runs; say what was done."""
    now = record.read(data)
    if not record.is_held(data):
        return _stop_what_is_left(data, now)
    if now is None:
        raise Terminal(f"Learnstead is just starting on {data}; try again in a moment")
    try:
        os.kill(now.pid, signal.SIGTERM)
    except PermissionError as problem:
        raise Terminal(f"Learnstead on {data} was started by another user; stop it as that user") from problem
    deadline = time.monotonic() + PATIENCE
    while record.is_held(data):
        if time.monotonic() > deadline:
            raise Terminal(f"process {now.pid} has not stopped after {PATIENCE:.0f} s; see {data / 'logs'}")
        time.sleep(POLL)
    return f"Stopped Learnstead at {now.url}"


def _stop_what_is_left(data: Path, now: record.Record | None) -> str:
    count = leftovers.stop_leftovers(now) if now else 0
    if now and now.database:
        Cluster.at(data / "postgres", binaries=find_binaries(os.environ.get("LEARNSTEAD_POSTGRES", ""))).stop()
    if now:
        record.forget(data)
    return f"Learnstead does not run on {data}" + (f"; stopped {count} processes of a killed run" if count else "")
