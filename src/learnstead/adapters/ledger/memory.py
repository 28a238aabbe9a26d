"""Ledger in memory: for rehearsals, which must leave no trace."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from learnstead.kernel import clock
from learnstead.ports.ledger import Known, NoSuchRun, Outcome, ReleaseRecord, RunRecord, ScopeState, broken_off


class MemoryLedger:
    """Everything in dictionaries; may begin with the scopes another ledger knows."""

    def __init__(self, scopes: Sequence[ScopeState] = ()) -> None:
        self._runs: dict[str, RunRecord] = {}
        self._scopes = {(scope.source, scope.scope): scope for scope in scopes}
        self._releases: dict[str, ReleaseRecord] = {}
        self._turns: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)

    def turn(self, source: str) -> AbstractContextManager[object]:
        """A lock of this process."""
        return self._turns[source]

    def begin(self, run: RunRecord) -> None:
        """Remember the run; those of its source that never came to an end are marked."""
        for known in list(self._runs.values()):
            if (known.source, known.outcome) == (run.source, Outcome.RUNNING) and known.id != run.id:
                self.note(broken_off(known, by=run.id, at=clock.now()))
        self.note(run)

    def note(self, run: RunRecord) -> None:
        """Keep it."""
        self._runs[run.id] = run

    def settle(
        self, run: RunRecord, *, scopes: Sequence[ScopeState] = (), release: ReleaseRecord | None = None
    ) -> None:
        """Keep all."""
        self.note(run)
        self._scopes |= {(scope.source, scope.scope): scope for scope in scopes}
        if release:
            self._releases[release.id] = release

    def run(self, run_id: str) -> RunRecord:
        """By its id."""
        if run_id not in self._runs:
            raise NoSuchRun(f"there is no run {run_id!r}; 'learnstead source show NAME' lists the latest")
        return self._runs[run_id]

    def runs(self, source: str = "", *, limit: int = 50) -> Sequence[RunRecord]:
        """By time."""
        found = [run for run in self._runs.values() if source in ("", run.source)]
        return sorted(found, key=lambda run: (run.started, run.id), reverse=True)[:limit]

    def scope(self, source: str, scope: str) -> ScopeState:
        """By its name."""
        return self._scopes.get((source, scope)) or ScopeState(source=source, scope=scope)

    def scopes(self, source: str) -> Sequence[ScopeState]:
        """By name."""
        return [self._scopes[key] for key in sorted(self._scopes) if key[0] == source]

    def release(self, release_id: str) -> ReleaseRecord:
        """By its id."""
        if release_id not in self._releases:
            raise NoSuchRun(f"there is no release {release_id!r}; 'learnstead source releases NAME' lists them")
        return self._releases[release_id]

    def releases(self, source: str = "", *, limit: int = 50) -> Sequence[ReleaseRecord]:
        """By time."""
        found = [release for release in self._releases.values() if source in ("", release.source)]
        return sorted(found, key=lambda release: (release.made, release.id), reverse=True)[:limit]

    def mark_applied(self, release_id: str, *, at: datetime) -> None:
        """Keep when."""
        if release_id in self._releases:
            self._releases[release_id] = replace(self._releases[release_id], applied=at)

    def forget(self, source: str, *, before: datetime, keep_runs: int, keep_releases: int) -> None:
        """Old runs and releases, except those whose candidate waits or whose release is the last good of a scope."""
        needed = {value for scope in self.scopes(source) for value in (scope.held_run, scope.release) if value}
        for run in self.runs(source, limit=len(self._runs))[keep_runs:]:
            if run.started < before and run.outcome != Outcome.RUNNING and not needed & {run.id, run.release}:
                del self._runs[run.id]
        for release in self.releases(source, limit=len(self._releases))[keep_releases:]:
            if release.made < before and release.id not in needed:
                del self._releases[release.id]

    def known(self, source: str) -> Known:
        """Their keys."""
        return Known(
            runs=frozenset(run.id for run in self._runs.values() if run.source == source),
            releases=frozenset(release.id for release in self._releases.values() if release.source == source),
        )
