"""What a running supervisor writes about itself, for ``status``, ``down`` and the next ``up``."""

import contextlib
import fcntl
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from learnstead.kernel.errors import Terminal

RECORD = "up.json"
LOCK = "up.lock"
# Two readings of the moment a process was created may differ by the resolution of the clock.
SAME_MOMENT = 2.0


@dataclass(frozen=True)
class Running:
    """One process of the installation."""

    name: str
    pid: int | None
    started_at: float
    restarts: int
    ready: bool


@dataclass(frozen=True)
class Record:
    """The supervisor and its children. ``phase`` is starting, ready or stopping."""

    pid: int
    started_at: float
    phase: str
    url: str
    host: str
    port: int
    database: str
    processes: list[Running] = field(default_factory=list)


class AlreadyRunning(Terminal):
    """One data folder belongs to one supervisor."""


def write_private(path: Path, text: str) -> None:
    """Replace a file as a whole; only its owner may read it."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def write(data: Path, record: Record) -> None:
    """Replace the record."""
    write_private(data / RECORD, json.dumps(asdict(record), indent=1) + "\n")


def read(data: Path) -> Record | None:
    """The last record written, whether or not its processes live."""
    try:
        fields: dict[str, Any] = json.loads((data / RECORD).read_text())
        processes = [Running(**running) for running in fields.pop("processes")]
        return Record(**fields, processes=processes)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def forget(data: Path) -> None:
    """Remove the record: everything has been stopped."""
    (data / RECORD).unlink(missing_ok=True)


@contextlib.contextmanager
def hold(data: Path, *, patience: float = 0.5) -> Iterator[None]:
    """Be the only supervisor of ``data``; the kernel lets go when this process ends, however it ends.

    The patience is for ``status``, which holds it for a moment to see whether anybody else does.
    """
    try:
        descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as problem:
        raise Terminal(f"{data} belongs to another user; run this command as that user") from problem
    try:
        deadline = time.monotonic() + patience
        while not _lock(descriptor):
            if time.monotonic() >= deadline:
                raise AlreadyRunning(_who_runs(data))
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def is_held(data: Path) -> bool:
    """Whether a supervisor runs on ``data``."""
    try:
        with hold(data, patience=0):
            return False
    except AlreadyRunning:
        return True
    except FileNotFoundError:
        return False


def is_alive(pid: int, started_at: float) -> bool:
    """Whether this very process still runs, not another with its number."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - started_at) < SAME_MOMENT
    except psutil.Error:
        return False


def uptime(started_at: float) -> float:
    """Seconds since then."""
    return max(0.0, time.time() - started_at)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _who_runs(data: Path) -> str:
    record = read(data)
    who = f" at {record.url} (process {record.pid})" if record else ""
    return (
        f"Learnstead already runs on {data}{who}; stop it with `learnstead down`, or choose another folder with --data"
    )
