"""Whole installations, started by the real command in folders of their own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from learnstead.config.supervisor.status import Process, status_of

LEARNSTEAD = (sys.executable, "-m", "learnstead")
PATIENCE = 60.0
OURS = ("LEARNSTEAD_", "DATABASE_URL", "DJANGO_")


def eventually(condition: Callable[[], Any], *, patience: float = PATIENCE) -> Any:
    """The first true answer of ``condition``."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"still not so after {patience:.0f} s: {condition}")


def environment() -> dict[str, str]:
    """Ours without what the tests' own installation put in it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


@dataclass
class Whole:
    """One installation and the command line that looks after it."""

    data: Path
    port: int
    command: tuple[str, ...] = LEARNSTEAD
    options: Mapping[str, Any] = field(default_factory=dict)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(self._words(words), capture_output=True, text=True, check=False, **self._settings())

    def up(self, *more: str) -> subprocess.CompletedProcess[str]:
        """Start in the background, without Dagster and the encoder, and return when it is up."""
        return self.with_dagster("--no-dagster", "--no-encoder", *more)

    def with_dagster(self, *more: str) -> subprocess.CompletedProcess[str]:
        """Start in the background and return when it is up; Dagster takes some seconds more."""
        return self.run("up", "--port", str(self.port), "--no-demo", "--detach", *more)

    def up_in_front(self) -> "subprocess.Popen[str]":
        """Start as on a terminal."""
        words = self._words(("up", "--port", str(self.port), "--no-demo", "--no-encoder", "--no-dagster"))
        return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **self._settings())

    def status(self) -> dict[str, Any]:
        """What ``status --json`` says."""
        found: dict[str, Any] = json.loads(self.run("status", "--json").stdout)
        return found

    def processes_told(self) -> list[Process]:
        """The processes as ``status`` has them, without a process of its own: it is asked again and again."""
        return status_of(self.data).processes

    def pids(self) -> dict[str, int | None]:
        """The pid of each process."""
        return {process.name: process.pid for process in self.processes_told()}

    def is_whole(self) -> bool:
        """Whether every process is up and the web server reaches the database."""
        try:
            answer = httpx.get(f"{self.url}/readyz", timeout=2)
        except httpx.TransportError:
            return False
        states = {process.state for process in self.processes_told()}
        return answer.status_code == httpx.codes.OK and states == {"ready"}

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> list[psutil.Process]:
        """Every process of this installation, found by the folder in its environment or its arguments."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def clear(self) -> None:
        """Stop it and remove everything."""
        self.run("down")
        cluster = self.data / "postgres"
        if cluster.is_symlink():
            shutil.rmtree(cluster.readlink(), ignore_errors=True)
        shutil.rmtree(self.data.parent, ignore_errors=True)

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            ours = process.environ().get("LEARNSTEAD_DATA") == str(self.data)
            ours = ours or str(self.data) in " ".join(process.cmdline())
            return ours and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    def _words(self, words: tuple[str, ...]) -> list[str]:
        return [*self.command, *words, "--data", str(self.data)]

    def _settings(self) -> dict[str, Any]:
        return {"env": environment(), "stdin": subprocess.DEVNULL, **self.options}


def new_folder(*, mode: int = 0o711) -> Path:
    """A folder for one installation, short enough for a socket in it."""
    folder = Path(tempfile.mkdtemp(prefix="ls-"))
    folder.chmod(mode)
    return folder


def kill(pid: int | None) -> None:
    """As ``kill -9``."""
    assert pid
    os.kill(pid, signal.SIGKILL)
