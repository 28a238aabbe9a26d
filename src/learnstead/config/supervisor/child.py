"""One program that is kept running: started, heard, restarted with patience, stopped."""

import collections
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from learnstead.config.supervisor.console import Console
from learnstead.config.supervisor.events import Events
from learnstead.kernel.errors import LearnsteadError, Terminal

LONGEST_PAUSE = 10.0
LONG_LIFE = 30.0  # a child that lived this long has earned a restart at once
LAST_WORDS = 40
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """What to run, and how to know that it is up. What a ``quiet`` one says goes to its log file only."""

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool]
    before: Callable[[], None] = lambda: None
    options: Mapping[str, Any] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    hurry_signal: signal.Signals = signal.SIGKILL
    orphan_signal: signal.Signals = signal.SIGTERM
    patience: float = 30.0
    explain: Callable[[str], LearnsteadError] = Terminal
    quiet: bool = False


class Child:
    """A program and its process, when it has one."""

    def __init__(self, program: Program, *, events: Events, console: Console) -> None:
        self.program, self.events, self.console = program, events, console
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.next_start = 0.0
        self.restarts = 0
        self.quick_deaths = 0
        self.exit_code: int | None = None
        self.ready = False
        self.last_words: collections.deque[str] = collections.deque(maxlen=LAST_WORDS)

    @property
    def pid(self) -> int | None:
        """The pid of the running process."""
        return self.process.pid if self.process else None

    def start(self) -> None:
        """Start the process, in a session of its own: Ctrl-C on the terminal is for the supervisor alone."""
        self.program.before()
        self.exit_code, self.ready, self.started_at = None, False, time.time()
        process = subprocess.Popen(
            self.program.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent(self.program.orphan_signal),  # noqa: PLW1509 - the supervisor has one thread
            **self.program.options,
        )
        self.process = process
        if process.stdout:
            self.events.read_lines(os.dup(process.stdout.fileno()), self._hear)
            process.stdout.close()

    def look(self) -> None:
        """Notice a death, and plan the restart: at once after a long life, later and later after short ones."""
        if self.process is None or self.process.poll() is None:
            return
        self.exit_code = self.process.returncode
        self.end_group()
        self.process, self.ready = None, False
        lived = time.time() - self.started_at
        self.quick_deaths = self.quick_deaths + 1 if lived < LONG_LIFE else 0
        pause = min(LONGEST_PAUSE, 0.1 * 2**self.quick_deaths) if self.quick_deaths else 0.0
        self.next_start = time.monotonic() + pause

    def check_ready(self) -> None:
        """Ask whether it is up, until it is."""
        if self.process and not self.ready:
            self.ready = self.program.is_ready()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process itself."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def end_group(self) -> None:
        """End what a dead process left behind in its group, such as a web server's own workers."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def _hear(self, line: str) -> None:
        self.last_words.append(line)
        hear = self.console.keep if self.program.quiet else self.console.hear
        hear(line, name=self.program.name)


def how_it_ended(exit_code: int) -> str:
    """In words: by which signal, or with which code."""
    if exit_code >= 0:
        return f"ended with code {exit_code}"
    with contextlib.suppress(ValueError):
        return f"was killed by {signal.Signals(-exit_code).name}"
    return f"was killed by signal {-exit_code}"


def _die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """On Linux the kernel stops the children of a killed supervisor; elsewhere the next ``up`` does."""
    if LIBC is None:
        return None
    parent = os.getpid()

    def ask_kernel() -> None:
        LIBC.prctl(SET_PARENT_DEATH_SIGNAL, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
