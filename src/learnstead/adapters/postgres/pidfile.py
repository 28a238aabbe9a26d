"""``postmaster.pid``: what a running PostgreSQL writes about itself, and what a dead one leaves behind."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import psutil

LINES_WHEN_STARTED = 8


@dataclass(frozen=True)
class Postmaster:
    """The process that a pid file speaks of."""

    pid: int
    state: str

    @property
    def is_ready(self) -> bool:
        """Whether it accepts connections."""
        return self.state == "ready"


def running_postmaster(data: Path) -> Postmaster | None:
    """The live PostgreSQL of the data folder ``data``.

    A pid alone proves nothing: after a restart of the machine, or in a container, another program has it.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid, state = int(lines[0]), lines[LINES_WHEN_STARTED - 1].strip() if len(lines) >= LINES_WHEN_STARTED else ""
        if _is_postgres_of(data, pid):
            return Postmaster(pid=pid, state=state)
    return None


def forget_dead_postmaster(data: Path) -> None:
    """Remove a pid file whose process is gone, which PostgreSQL itself cannot always tell.

    Safe: PostgreSQL still refuses to start while processes of the dead one hold its shared memory.
    """
    if running_postmaster(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def _is_postgres_of(data: Path, pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and str(data) in process.cmdline()
    except psutil.Error:
        return False
