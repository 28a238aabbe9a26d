"""The programs of an installation: PostgreSQL, the web server, the workers, and what runs once at a start."""

import http.client
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnstead.adapters.postgres import Cluster, explain
from learnstead.config.media.answers import MOST_AT_ONCE as DOWNLOADS
from learnstead.config.supervisor.addresses import local_host
from learnstead.config.supervisor.child import Program
from learnstead.learn.web.ask.slots import MOST as STREAMS

# A publication posts to the catalogue in this same server, so there are always some threads to spare.
# An answer of the assistant holds a thread while it is streamed, and so does a large file; those come on top, so that
# pages never wait for them. Each thread has a connection to PostgreSQL, which by default takes a hundred.
WEB_THREADS = max(4, min(2 * (os.cpu_count() or 1), 8)) + STREAMS + DOWNLOADS
# A new thread connects anew, which takes longer than most pages.
IDLE_SECONDS = 600
# One process computes on one core; two answer fifty searches a second on two.
WEB_PROCESSES = min(2, os.cpu_count() or 1)
HEALTH_TIMEOUT = 1.0
# Comparing vectors takes a millisecond; threads of numpy's own would wait for each other ten times as long.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Wanted:
    """What ``learnstead up`` was asked for."""

    data: Path
    host: str
    port: int
    workers: int
    demo: bool
    encoder: bool = True
    silent: bool = False  # once everything is up
    dagster: bool = True


def postgres(cluster: Cluster) -> Program:
    """The database, stopped last: "fast", which closes connections and keeps everything committed."""
    return Program(
        name="postgres",
        command=tuple(cluster.command),
        before=cluster.prepare,
        is_ready=lambda: cluster.postmaster is not None and cluster.postmaster.is_ready,
        options=cluster.account.process_options,
        stop_signal=signal.SIGINT,
        hurry_signal=signal.SIGQUIT,
        orphan_signal=signal.SIGINT,
        explain=lambda words: explain(doing=f"starting PostgreSQL on {cluster.place.data}", said=words),
    )


def web(wanted: Wanted, environment: Mapping[str, str]) -> Program:
    """The web server; it has its own parent, which replaces a worker that dies."""
    how = ["--interface", "wsgi", "--host", wanted.host, "--port", str(wanted.port)]
    how += [
        "--workers",
        str(WEB_PROCESSES),
        "--blocking-threads",
        str(WEB_THREADS),
        "--blocking-threads-idle-timeout",
        str(IDLE_SECONDS),
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "10",
    ]
    return Program(
        name="web",
        command=(sys.executable, "-m", "granian", *how, "learnstead.config.wsgi:application"),
        is_ready=lambda: answers(local_host(wanted.host), wanted.port, "/healthz"),
        options=options({**ONE_THREAD, **environment}),
        patience=15.0,
    )


def worker(number: int, environment: Mapping[str, str]) -> Program:
    """A process that does jobs; it finishes what it began before it stops."""
    return Program(
        name=f"worker-{number}",
        command=(sys.executable, "-m", "learnstead", "worker"),
        is_ready=lambda: True,
        orphan_signal=signal.SIGKILL,  # the database dies at the same moment, so nothing could be finished
        options=options(environment),
        patience=40.0,
    )


def encoder(environment: Mapping[str, str]) -> Program:
    """A process that encodes video; what it was at is taken up again."""
    return Program(
        name="encoder",
        command=(sys.executable, "-m", "learnstead", "worker", "--encode"),
        is_ready=lambda: True,
        orphan_signal=signal.SIGKILL,
        options=options(environment),
        patience=5.0,
    )


def feeds(port: int, environment: Mapping[str, str]) -> Program:
    """The demo's outside world: sample payloads of every source."""
    return Program(
        name="feeds",
        command=(sys.executable, "-m", "learnstead.config.feeds.server", "--port", str(port)),
        is_ready=lambda: answers("127.0.0.1", port, "/healthz"),
        options=options(environment),
        patience=5.0,
    )


def once(step: str, environment: Mapping[str, str]) -> Program:
    """A step of the start, run to its end."""
    return Program(
        name=step,
        command=(sys.executable, "-m", "learnstead.config.supervisor.steps", step),
        is_ready=lambda: True,
        options=options(environment),
    )


def answers(host: str, port: int, path: str) -> bool:
    """Whether the web server says 200 to ``path``."""
    return ask(host, port, path)[0] == http.HTTPStatus.OK


def ask(host: str, port: int, path: str) -> tuple[int, bytes]:
    """Status (0 for no answer) and body of a page on this machine."""
    connection = http.client.HTTPConnection(host, port, timeout=HEALTH_TIMEOUT)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def options(environment: Mapping[str, str]) -> dict[str, Any]:
    """How every program of ours is started: it speaks at once, and what it writes is private."""
    return {"env": {**os.environ, "PYTHONUNBUFFERED": "1", **environment}, "umask": 0o077}
