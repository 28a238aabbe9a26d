"""One PostgreSQL cluster on this machine: made once, started, watched and stopped by us."""

import contextlib
import os
import shlex
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from learnstead.adapters.postgres import creation, pidfile
from learnstead.adapters.postgres.account import Account, account_for_postgres
from learnstead.adapters.postgres.complaints import explain
from learnstead.adapters.postgres.placement import Placement, place_cluster

DATABASE = "learnstead"
POLL_SECONDS = 0.02
SILENT: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
SMALL_SHARED_MEMORY = 128 * 2**20


@dataclass(frozen=True)
class Cluster:
    """A cluster that listens on a Unix socket in a private folder, and on no network port.

    Whoever may enter that folder (its account, and root) is let in without a password.
    """

    place: Placement
    account: Account
    durable: bool = True

    @classmethod
    def at(cls, home: Path, *, binaries: Path, durable: bool = True) -> "Cluster":
        """The cluster that belongs to the folder ``home``; see ``place_cluster`` for where it then lies.

        ``durable=False`` lets a power cut lose data, though not the death of a process: for tests.
        """
        account = account_for_postgres()
        place = place_cluster(home=home, binaries=binaries, account=account)
        return cls(place=place, account=account, durable=durable)

    @property
    def dsn(self) -> str:
        """The address for ``DATABASE_URL``."""
        return f"postgresql://{DATABASE}@/{DATABASE}?host={quote(str(self.place.socket))}"

    @property
    def command(self) -> list[str]:
        """The server in the foreground, for a supervisor; run it with ``account.process_options``."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.place.socket}"',  # quoted: it is a list
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "",
            "dynamic_shared_memory_type": _dynamic_shared_memory(),
        }
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        flags = [flag for name, value in settings.items() for flag in ("-c", f"{name}={value}")]
        return [str(self.place.binaries / "postgres"), "-D", str(self.place.data), *flags]

    @property
    def postmaster(self) -> pidfile.Postmaster | None:
        """The running server, whoever started it."""
        return pidfile.running_postmaster(self.place.data)

    @property
    def exists(self) -> bool:
        """Whether it has been created, by whichever start."""
        return (self.place.data / "PG_VERSION").exists()

    def prepare(self) -> None:
        """Make everything ready for ``command``: the folders, the cluster itself the first time, no stale pid file."""
        creation.make_home(self.place, self.account)
        if not self.exists:
            creation.create(self.place, self.account, database=DATABASE, durable=self.durable)
        creation.refuse_other_version(self.place)
        pidfile.forget_dead_postmaster(self.place.data)

    def start(self, *, patience: int = 60) -> None:
        """Start it in the background and return when it accepts connections; its words go to ``home/log``."""
        self.prepare()
        if self.postmaster is None:
            log = self.place.home / "log"
            log.unlink(missing_ok=True)
            program, *options = self.command
            start = [str(self.place.binaries / "pg_ctl"), "start", "-w", "-t", str(patience), "-s", "-p", program]
            start += ["-D", str(self.place.data), "-l", str(log), "-o", shlex.join(options[2:])]
            # Not captured through a pipe: the server inherits it, and the pipe would then never end.
            started = subprocess.run(start, check=False, **SILENT, **self.account.process_options)
            if started.returncode != 0:
                said = log.read_text(errors="replace") if log.exists() else ""
                raise explain(doing=f"starting PostgreSQL on {self.place.data}", said=said)

    def stop(self, *, patience: float = 30) -> None:
        """Stop it, whoever started it: connections are closed, everything committed is safe."""
        postmaster = self.postmaster
        if postmaster is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(postmaster.pid, signal.SIGINT)  # PostgreSQL's "fast shutdown"
        deadline = time.monotonic() + patience
        while self.postmaster and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        if self.postmaster:
            os.kill(postmaster.pid, signal.SIGQUIT)  # "immediate": the next start replays its log, nothing is lost


def _dynamic_shared_memory() -> str:
    """``posix``, or files in the data folder where /dev/shm is absent or tiny, as containers like to have it."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 - asked for its size; nothing is written there
    except OSError:
        return "posix" if not Path("/proc").exists() else "mmap"
    return "posix" if room.f_bavail * room.f_frsize >= SMALL_SHARED_MEMORY else "mmap"
