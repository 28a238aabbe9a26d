"""The story of ``learnstead up``, from an empty folder to a page in the browser."""

import os
import time
from collections.abc import Mapping
from dataclasses import replace

from learnstead.adapters.postgres import Cluster, find_binaries
from learnstead.config.supervisor import addresses, dagster, leftovers, programs, record
from learnstead.config.supervisor.console import Console
from learnstead.config.supervisor.events import Events
from learnstead.config.supervisor.installation import Installation
from learnstead.config.supervisor.programs import Wanted
from learnstead.config.supervisor.supervision import StopAsked, Supervision
from learnstead.config.supervisor.welcome import welcome
from learnstead.kernel.errors import Terminal

LOGS = "logs"
FIRST_FEEDS_PORT, FIRST_DAGSTER_PORT = 8700, 3000


def run(wanted: Wanted, *, environment: Mapping[str, str]) -> None:
    """Start everything, keep it running, and return when it has been stopped."""
    os.umask(0o077)
    installation = Installation(wanted.data)
    installation.prepare()
    with record.hold(wanted.data):
        console = Console(wanted.data / LOGS)
        events = Events()
        try:
            with events.signals():
                _Up(wanted, installation, console, events, environment).run()
        finally:
            console.close()


class _Up:
    """One run of ``learnstead up``."""

    def __init__(
        self,
        wanted: Wanted,
        installation: Installation,
        console: Console,
        events: Events,
        environment: Mapping[str, str],
    ) -> None:
        self.wanted, self.installation, self.console, self.given = wanted, installation, console, environment
        self.supervision = Supervision(events=events, console=console, changed=self._write_record)
        self.started_at = time.time()
        self.phase = "starting"
        self.cluster: Cluster | None = None
        self.url = ""
        self.dagster: dagster.Place | None = None

    def run(self) -> None:
        try:
            self._start()
            self._enter("ready")
            self.console.show(welcome(self.wanted.data, self.url, self.installation))
            self.console.silent = self.wanted.silent
            self.supervision.watch()
        except StopAsked:
            self.console.say("Stopping; what was begun is finished first")
        finally:
            self._enter("stopping")
            self.console.hushed = True  # last words of the dying are for the log files
            self.supervision.stop()
            record.forget(self.wanted.data)
        self.console.say("Stopped")

    def _start(self) -> None:
        self._stop_leftovers()
        self._choose_address()
        feeds_port = self._choose_neighbours()
        self._start_database()
        self.supervision.run_once(programs.once("migrate", self._environment()))
        self._people_without_demo()
        if self.wanted.demo:
            self.supervision.start_and_wait(programs.feeds(feeds_port, self._environment()))
        self.console.say("Starting the web server and the workers")
        numbers = range(1, self.wanted.workers + 1)
        workers = [programs.worker(number, self._environment()) for number in numbers]
        self.supervision.start_and_wait(programs.web(self.wanted, self._environment()), *workers)
        self._demo()
        if self.wanted.encoder:
            self.supervision.start_and_wait(programs.encoder(self._environment()))
        self._start_dagster()

    def _stop_leftovers(self) -> None:
        before = record.read(self.wanted.data)
        if before and (count := leftovers.stop_leftovers(before)):
            self.console.warn(f"An earlier run had been killed; stopped the {count} processes it left")

    def _choose_address(self) -> None:
        port = addresses.free_port(self.wanted.host, self.wanted.port)
        if port != self.wanted.port:
            self.console.warn(f"Port {self.wanted.port} is taken by another program; using {port}")
        self.wanted = replace(self.wanted, port=port)
        self.url = self.given.get("LEARNSTEAD_URL") or addresses.url_of(self.wanted.host, port)
        self.installation.update(url=self.url)
        if addresses.is_exposed(self.wanted.host):
            self.console.warn(f"Listening on {self.wanted.host}: other machines can reach this server")

    def _choose_neighbours(self) -> int:
        """Ports for what runs beside the web server, told to all before any starts; returns that of the feeds."""
        feeds_port = addresses.free_port("127.0.0.1", FIRST_FEEDS_PORT)
        if self.wanted.dagster:
            pages = addresses.free_port("127.0.0.1", FIRST_DAGSTER_PORT)
            code = addresses.free_port("127.0.0.1", pages + 1)
            self.dagster = dagster.Place(self.wanted.data / "dagster", pages_port=pages, code_port=code)
        self.installation.update(
            demo_feeds=addresses.url_of("127.0.0.1", feeds_port) if self.wanted.demo else "",
            dagster_url=self.dagster.url if self.dagster else "",
        )
        return feeds_port

    def _start_dagster(self) -> None:
        """Start it last, and wait for nothing: it takes some seconds more, and nobody reads a page of it at once."""
        if not self.dagster:
            return
        self.installation.reload()
        database = self.given.get("DATABASE_URL") or self.installation.settings["database_url"]
        self.dagster.write(database_url=database)
        for program in dagster.programs(self.dagster, self._environment()):
            self.supervision.start(program)

    def _start_database(self) -> None:
        if self.given.get("DATABASE_URL"):
            self.console.say("Using the database that DATABASE_URL names")
            return
        binaries = find_binaries(self.given.get("LEARNSTEAD_POSTGRES", ""))
        self.cluster = Cluster.at(self.wanted.data / "postgres", binaries=binaries)
        self.cluster.stop()  # one that an earlier run left is not our child, so we could not watch over it
        self.console.say("Starting PostgreSQL" if self.cluster.exists else "Creating the database")
        self.supervision.start_and_wait(programs.postgres(self.cluster))
        self.installation.update(database_url=self.cluster.dsn)

    def _people_without_demo(self) -> None:
        if not self.wanted.demo and "peopled" not in self.installation.settings:
            self.supervision.run_once(programs.once("administrator", self._environment()))
            self.installation.reload()
            self.installation.update(peopled="administrator")

    def _demo(self) -> None:
        """Load the demo the first time. The server is up without it, so a failure is told and tried again next time."""
        if not self.wanted.demo or "peopled" in self.installation.settings:
            return
        self.console.say("Loading the demo; only the first start takes so long")
        try:
            self.supervision.run_once(programs.once("demo", self._environment()))
        except Terminal as problem:
            self.console.warn(f"The demo could not be loaded; the next start tries again. {problem}")
            return
        self.installation.reload()
        self.installation.update(peopled="demo")

    def _environment(self) -> dict[str, str]:
        """What the children find in their environment on top of ours; the rest they read from ``install.json``."""
        return {"LEARNSTEAD_DATA": str(self.wanted.data), "LEARNSTEAD_URL": self.url}

    def _enter(self, phase: str) -> None:
        self.phase = phase
        self._write_record()

    def _write_record(self) -> None:
        now = record.Record(
            pid=os.getpid(),
            started_at=self.started_at,
            phase=self.phase,
            url=self.url,
            host=self.wanted.host,
            port=self.wanted.port,
            database=str(self.cluster.place.home) if self.cluster else "",
            processes=self.supervision.running(),
        )
        try:
            record.write(self.wanted.data, now)
        except OSError as problem:  # a full disk must not bring down what still runs
            self.console.warn(f"Could not note what runs ({problem.strerror}); `status` may be out of date")
