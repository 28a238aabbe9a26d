"""The whole examination, in the order a person reads it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from learnstead.config.configuration import load
from learnstead.config.doctor.database import examine_database
from learnstead.config.doctor.exposure import examine_exposure
from learnstead.config.doctor.finding import Finding, note, ok, problem
from learnstead.config.doctor.machine import examine_machine
from learnstead.config.doctor.storage import examine_storage
from learnstead.config.supervisor import record
from learnstead.config.supervisor.addresses import free_port, is_exposed
from learnstead.config.supervisor.status import status_of
from learnstead.kernel.errors import Terminal

USUAL_PORT = 8000


def examine(data: Path, env: Mapping[str, str]) -> Iterator[Finding]:
    """Look at everything; nothing is changed."""
    yield from examine_machine(data, env)
    yield from examine_storage(data)
    running = data.exists() and record.is_held(data)
    yield _server(data) if running else _port()
    try:
        config = load({**env, "LEARNSTEAD_DATA": str(data)})
    except Terminal as trouble:
        yield _not_configured(trouble, data)
        return
    yield from examine_database(config, running=running)
    yield from examine_exposure(config, env)


def _server(data: Path) -> Finding:
    status, now = status_of(data), record.read(data)
    if now and is_exposed(now.host) and not now.url.startswith("https://"):
        remedy = "start it with --host 127.0.0.1 behind a web server with TLS, and set LEARNSTEAD_URL=https://..."
        return problem("server", f"other machines reach it on {now.host}:{now.port} without encryption", remedy)
    restarted = [f"{process.name} ({process.restarts})" for process in status.processes if process.restarts]
    if restarted:
        seen = f"{status.state} at {status.url}; had to be started again: {', '.join(restarted)}"
        return note("server", seen, f"see why in {data / 'logs'}")
    return ok("server", f"{status.state} at {status.url}")


def _port() -> Finding:
    try:
        port = free_port("127.0.0.1", USUAL_PORT)
    except Terminal as trouble:
        return problem("port", str(trouble), "stop one of those programs, or choose another --port")
    if port != USUAL_PORT:
        remedy = f"nothing to do: `learnstead up` will take {port}"
        return note("port", f"{USUAL_PORT} is taken by another program", remedy)
    return ok("port", f"{USUAL_PORT} is free")


def _not_configured(trouble: Terminal, data: Path) -> Finding:
    if not data.exists():
        return note("configuration", "none yet", "run `learnstead up`; it makes one")
    return problem("configuration", str(trouble), "run `learnstead up`, or set the variable")
