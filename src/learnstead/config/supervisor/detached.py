"""``learnstead up --detach``: the same supervisor without a terminal."""

import os
import subprocess
import sys
import time
from pathlib import Path

from learnstead.config.supervisor import record
from learnstead.config.supervisor.installation import Installation
from learnstead.config.supervisor.programs import Wanted
from learnstead.config.supervisor.welcome import welcome
from learnstead.kernel.errors import Terminal

OUTPUT = "detached.out"
POLL = 0.1
LAST_LINES = 15


def run(wanted: Wanted) -> str:
    """Start a supervisor in the background; return the words of welcome when everything is up."""
    os.umask(0o077)  # the output holds the password
    installation = Installation(wanted.data)
    installation.prepare()
    if record.is_held(wanted.data):
        with record.hold(wanted.data):  # says who holds it
            pass
    output = wanted.data / OUTPUT
    with output.open("wb") as sink:
        supervisor = subprocess.Popen(
            _command(wanted), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True
        )
    return _await_ready(supervisor, wanted.data, output)


def _command(wanted: Wanted) -> list[str]:
    options = ["--data", str(wanted.data), "--host", wanted.host, "--port", str(wanted.port)]
    options += ["--workers", str(wanted.workers), "--silent", *([] if wanted.demo else ["--no-demo"])]
    options += [] if wanted.encoder else ["--no-encoder"]
    options += [] if wanted.dagster else ["--no-dagster"]
    return [sys.executable, "-m", "learnstead", "up", *options]


def _await_ready(supervisor: subprocess.Popen[bytes], data: Path, output: Path) -> str:
    while supervisor.poll() is None:
        now = record.read(data)
        if now and now.pid == supervisor.pid and now.phase == "ready":
            installation = Installation(data)
            installation.prepare()
            supervisor.returncode = 0  # it lives on without us; Popen need not worry
            return welcome(data, now.url, installation)
        time.sleep(POLL)
    last_lines = "\n".join(output.read_text(errors="replace").splitlines()[-LAST_LINES:])
    raise Terminal(f"Learnstead did not start; it said:\n{last_lines}")
