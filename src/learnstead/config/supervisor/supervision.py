"""Starting, watching and stopping the children: what needs another starts after it and stops before it."""

import time
from collections.abc import Callable, Iterable

from learnstead.config.supervisor.child import Child, Program, how_it_ended
from learnstead.config.supervisor.console import Console
from learnstead.config.supervisor.events import Events
from learnstead.config.supervisor.record import Running
from learnstead.kernel.errors import LearnsteadError, Terminal

TURN = 0.1
DEATHS_BEFORE_READY = 3
DATABASE = "postgres"


class StopAsked(Exception):
    """Somebody pressed Ctrl-C, or sent SIGTERM."""


class Supervision:
    """The children of one supervisor and the loop that keeps them running."""

    def __init__(self, *, events: Events, console: Console, changed: Callable[[], None]) -> None:
        self.events, self.console, self.changed = events, console, changed
        self.children: list[Child] = []

    def start(self, program: Program) -> Child:
        """Start a program that shall run from now on."""
        child = Child(program, events=self.events, console=self.console)
        self.children.append(child)
        child.start()
        self.changed()
        return child

    def start_and_wait(self, *programs: Program, patience: float = 120.0) -> None:
        """Start programs and return when all are ready."""
        children = [self.start(program) for program in programs]
        self._until(lambda: all(child.ready for child in children), watched=children, patience=patience)

    def run_once(self, program: Program) -> None:
        """Run a program to its end; anything but success is an error."""
        child = Child(program, events=self.events, console=self.console)
        self.children.append(child)
        try:
            child.start()
            while child.exit_code is None:
                self._turn(restart=[other for other in self.children if other is not child])
                child.look()
        finally:
            if child.process is None:
                self.children.remove(child)
        if child.exit_code != 0:
            words = "\n".join(child.last_words)
            raise Terminal(f"{program.name} {how_it_ended(child.exit_code)}; its last words:\n{words}")

    def watch(self) -> None:
        """Keep everything running until somebody asks to stop."""
        while True:
            self._turn(restart=self.children)

    def stop(self) -> None:
        """Stop everything: first what uses the database, all at once, then the database."""
        self.events.stops_asked = 0
        self._stop([child for child in self.children if child.program.name != DATABASE])
        self._stop([child for child in self.children if child.program.name == DATABASE])

    def running(self) -> list[Running]:
        """What runs now, for the record."""
        return [
            Running(child.program.name, child.pid, child.started_at, child.restarts, child.ready)
            for child in self.children
        ]

    def _until(self, condition: Callable[[], bool], *, watched: Iterable[Child], patience: float) -> None:
        deadline = time.monotonic() + patience
        while not condition():
            self._turn(restart=self.children)
            for child in watched:
                if child.restarts >= DEATHS_BEFORE_READY and not child.ready:
                    raise _gave_up(child)
                if time.monotonic() > deadline:
                    raise Terminal(f"{child.program.name} is not ready after {patience:.0f} s; see {self.console.logs}")

    def _turn(self, *, restart: list[Child]) -> None:
        self.events.wait(TURN)
        if self.events.stops_asked:
            raise StopAsked
        before = [(child.pid, child.ready) for child in restart]
        for child in restart:
            self._keep_running(child)
        if before != [(child.pid, child.ready) for child in restart]:
            self.changed()

    def _keep_running(self, child: Child) -> None:
        was = child.pid
        child.look()
        if was and not child.pid and child.exit_code is not None:
            self.console.warn(f"{child.program.name} {how_it_ended(child.exit_code)}; starting it again")
        if not child.pid and time.monotonic() >= child.next_start:
            child.restarts += 1
            self._restart(child)
        child.check_ready()

    def _restart(self, child: Child) -> None:
        try:
            child.start()
        except (LearnsteadError, OSError) as problem:  # such as a full disk: somebody may mend it while we wait
            child.last_words.append(str(problem))
            child.quick_deaths += 1
            child.next_start = time.monotonic() + min(10.0, 0.2 * 2**child.quick_deaths)
            self.console.warn(f"{child.program.name} does not start: {problem}")

    def _stop(self, children: list[Child]) -> None:
        for child in children:  # what is not up yet has begun nothing that it could finish
            begun = child.ready or child.program.name == DATABASE
            child.signal(child.program.stop_signal if begun else child.program.hurry_signal)
        deadlines = {child: time.monotonic() + child.program.patience for child in children}
        while any(child.process for child in children):
            self.events.wait(TURN)
            for child in children:
                child.look()
                if child.process and (time.monotonic() > deadlines[child] or self.events.stops_asked):
                    self.console.warn(f"{child.program.name} takes too long to stop; ending it")
                    child.signal(child.program.hurry_signal)
                    deadlines[child] = time.monotonic() + child.program.patience
            self.events.stops_asked = 0


def _gave_up(child: Child) -> LearnsteadError:
    words = "\n".join(child.last_words)
    return child.program.explain(words)
