"""Runs a program that may be slow, greedy or stuck, and keeps what it prints."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from learnstead.kernel.errors import Transient


@dataclass(frozen=True)
class Limits:
    """``niceness`` lets pages be served while sites are built."""

    seconds: float
    niceness: int


class TookTooLong(Transient):
    """The program was stopped at its time limit."""


def run(command: Sequence[str | Path], *, env: Mapping[str, str], folder: Path, limits: Limits) -> tuple[int, str]:
    """The exit status (negative: the signal that ended it) and all output, in the order it was printed."""
    process = subprocess.Popen(
        command,
        env=dict(env),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    with process:
        try:
            _be_nice(process, limits.niceness)
            output, _ = process.communicate(timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise TookTooLong(f"{Path(command[0]).name} was stopped after {limits.seconds:.0f} seconds") from None
        finally:
            _end(process)
    return process.returncode, output.decode(errors="replace")


def _be_nice(process: "subprocess.Popen[bytes]", niceness: int) -> None:
    if niceness:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, process.pid, niceness)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and whatever it started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
