"""What the commands that decide about runs need: who decides, about which run, and whether learners see it yet."""

import getpass
import http.client
import os
import time
from http import HTTPStatus
from urllib.parse import urlsplit

from learnstead.flows.ingest_source import apply_here
from learnstead.kernel.errors import Terminal
from learnstead.ports.ledger import RunRecord
from learnstead.ports.services import services

LOOK_EVERY_SECONDS = 0.1
PATIENCE_SECONDS = 20.0


def settle_release(run: RunRecord) -> str:
    """Wait until learn has the release of a run; when no worker seems to be there, apply it here. Says what was."""
    given, since = services(), run.finished or run.started
    patience = PATIENCE_SECONDS if is_up(given.url) else 0
    end = time.monotonic() + patience
    while time.monotonic() < end:
        applied = given.ledger.release(run.release).applied
        if applied and applied >= since:
            return f"learners see it: release {run.release}"
        time.sleep(LOOK_EVERY_SECONDS)
    again = "" if run.release.startswith(run.id) else run.id
    apply_here(given.ledger.release(run.release), services=given, again=again)
    why = f"no worker did it within {patience:.0f} s" if patience else f"nothing answers at {given.url}"
    return f"release {run.release} was applied here, since {why}; search follows when a worker runs"


def is_up(url: str) -> bool:
    """Whether the web server is there, through which learn is told."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def whoever() -> str:
    """The name of the person at the keyboard, as far as the machine knows it."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "somebody at the console"


def held_run(source: str, run: str) -> str:
    """A run of this source; the one that waits when none is named."""
    if run:
        if services().ledger.run(run).source != source:
            raise Terminal(f"run {run} is not one of {source}")
        return run
    waiting = sorted({state.held_run for state in services().ledger.scopes(source) if state.held_run})
    if len(waiting) != 1:
        words = f"{len(waiting)} runs wait: {', '.join(waiting)}; name one" if waiting else "nothing waits"
        raise Terminal(f"{source}: {words}")
    return waiting[0]
