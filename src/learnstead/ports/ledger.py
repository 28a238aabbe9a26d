"""The memory of ingestion: runs, what became of each scope, releases, and what waits for a person."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from learnstead.kernel.errors import Terminal


class NoSuchRun(Terminal):
    """There is no run, release or incident with this id."""


class Outcome(StrEnum):
    """How a run ended. ``PARTLY``: some scopes were released, others failed or are held."""

    RUNNING = "running"
    RELEASED = "released"
    UNCHANGED = "unchanged"
    PARTLY = "partly"
    HELD = "held"
    FAILED = "failed"
    SKIPPED = "skipped"


class ScopeOutcome(StrEnum):
    """What became of one scope in one run."""

    RELEASED = "released"
    UNCHANGED = "unchanged"
    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One thing the guard noticed. ``holds``: it is a reason to hold the scope. ``says`` is for a person."""

    check: str
    says: str
    holds: bool = False
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ScopeResult:
    """One scope of one run: counts, what the guard found, and why it failed when it did."""

    scope: str
    outcome: ScopeOutcome
    fetched: int = 0
    records: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    missing: int = 0
    quarantined: int = 0
    reason: str = ""
    findings: Sequence[Finding] = ()


@dataclass(frozen=True)
class RunRecord:
    """One run of one source. ``clock`` is the time it was told it is; ``started`` and ``finished`` are real.

    ``trigger`` is "schedule", "webhook", "command", "console" or "demo". ``frozen``: the clock was not the real one.
    ``replay`` is the host all requests went to, if any; ``folder`` stood for the bucket; ``only`` names the scopes it
    was about, all when empty; ``fresh``: versions of the last good content were not believed. ``steps`` are (name,
    seconds). ``release`` is the release it made.
    """

    id: str
    source: str
    trigger: str
    clock: datetime
    started: datetime
    outcome: Outcome = Outcome.RUNNING
    finished: datetime | None = None
    replay: str = ""
    folder: str = ""
    only: Sequence[str] = ()
    frozen: bool = False
    fresh: bool = False
    demo: bool = False
    scopes: Sequence[ScopeResult] = ()
    requests: int = 0
    bytes: int = 0
    steps: Sequence[tuple[str, float]] = ()
    release: str = ""
    message: str = ""


def broken_off(run: RunRecord, *, by: str, at: datetime) -> RunRecord:
    """A run that never came to an end, as the one after it finds it."""
    words = f"broken off: its process ended before it did; nothing was changed. Run {by} began anew"
    return replace(run, outcome=Outcome.FAILED, finished=at, message=words)


@dataclass(frozen=True)
class ScopeState:
    """What is known of one scope: its last good release, how often each key was missing since, recent counts.

    ``version`` is what the source called its last good content (an ETag, an archive key), committed with the data.
    ``held_run`` is the run whose candidate waits for a person. ``strikes`` counts healthy runs without the scope.
    ``last_good`` and ``stale_since`` are real times, ``clock`` is what the last good run was told. ``fills`` says how
    many of the last good records have each vital field; ``payloads`` names all payloads they were read from.
    """

    source: str
    scope: str
    release: str = ""
    content: str = ""
    version: str = ""
    records: int = 0
    last_good: datetime | None = None
    stale_since: datetime | None = None
    held_run: str = ""
    missing: Mapping[str, int] = field(default_factory=dict)
    history: Sequence[int] = ()
    strikes: int = 0
    quarantined: int = 0
    fills: Mapping[str, int] = field(default_factory=dict)
    payloads: str = ""
    clock: datetime | None = None
    demo: bool = False


@dataclass(frozen=True)
class ReleaseRecord:
    """One release: where it lies, what it holds, and whether learn has it."""

    id: str
    source: str
    run: str
    made: datetime
    clock: datetime
    scopes: int
    records: int
    added: int
    changed: int
    removed: int
    accepted_by: str = ""
    applied: datetime | None = None
    demo: bool = False


@dataclass(frozen=True)
class Known:
    """Which runs and releases of a source are remembered, by their ids."""

    runs: frozenset[str]
    releases: frozenset[str]


class Ledger(Protocol):
    """Remembers. Every call commits on its own; ``settle`` commits a run's end, its scopes and its release at once."""

    def turn(self, source: str) -> AbstractContextManager[object]:
        """Wait for the turn of this source and hold it; it is given back when the holder dies."""

    def begin(self, run: RunRecord) -> None:
        """Remember that a run began; an unfinished earlier run of the source is marked as broken off."""

    def note(self, run: RunRecord) -> None:
        """Remember how far an unfinished run is."""

    def settle(
        self, run: RunRecord, *, scopes: Sequence[ScopeState] = (), release: ReleaseRecord | None = None
    ) -> None:
        """The end of a run, with everything it changes."""

    def run(self, run_id: str) -> RunRecord:
        """One run; NoSuchRun."""

    def runs(self, source: str = "", *, limit: int = 50) -> Sequence[RunRecord]:
        """The latest runs, newest first."""

    def scope(self, source: str, scope: str) -> ScopeState:
        """What is known of a scope; a fresh state when nothing is."""

    def scopes(self, source: str) -> Sequence[ScopeState]:
        """Everything known of a source's scopes, by name."""

    def release(self, release_id: str) -> ReleaseRecord:
        """One release; NoSuchRun."""

    def releases(self, source: str = "", *, limit: int = 50) -> Sequence[ReleaseRecord]:
        """The latest releases, newest first."""

    def mark_applied(self, release_id: str, *, at: datetime) -> None:
        """Learn has it."""

    def forget(self, source: str, *, before: datetime, keep_runs: int, keep_releases: int) -> None:
        """Drop what is older than ``before``, not among the latest, and needed by no scope."""

    def known(self, source: str) -> Known:
        """The ids of every run and every release that is remembered."""
