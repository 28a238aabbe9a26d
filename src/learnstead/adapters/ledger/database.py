"""Ledger over Django's database connection."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import datetime

from django.db import transaction

from learnstead.adapters.ledger.models import Release, Run, Scope
from learnstead.adapters.ledger.rows import columns, release_of, run_of, scope_of
from learnstead.adapters.ledger.turns import turn_of
from learnstead.kernel import clock
from learnstead.ports.ledger import Known, NoSuchRun, Outcome, ReleaseRecord, RunRecord, ScopeState, broken_off

SCOPE_COLUMNS = [field.name for field in fields(ScopeState) if field.name not in {"source", "scope"}]


class DatabaseLedger:
    """Runs, scopes and releases as rows."""

    def turn(self, source: str) -> AbstractContextManager[object]:
        """An advisory lock."""
        return turn_of(source)

    def begin(self, run: RunRecord) -> None:
        """Insert the run; those of its source that never came to an end are marked."""
        with transaction.atomic():
            for row in Run.objects.filter(source=run.source, outcome=Outcome.RUNNING).exclude(pk=run.id):
                self.note(broken_off(run_of(row), by=run.id, at=clock.now()))
            self.note(run)

    def note(self, run: RunRecord) -> None:
        """Insert or replace the row."""
        said = columns(run)
        Run.objects.update_or_create(id=said.pop("id"), defaults=said)

    def settle(
        self, run: RunRecord, *, scopes: Sequence[ScopeState] = (), release: ReleaseRecord | None = None
    ) -> None:
        """One transaction."""
        with transaction.atomic():
            self.note(run)
            Scope.objects.bulk_create(
                [Scope(**columns(scope)) for scope in scopes],
                update_conflicts=True,
                unique_fields=["source", "scope"],
                update_fields=SCOPE_COLUMNS,
                batch_size=500,
            )
            if release:
                said = columns(release)
                Release.objects.update_or_create(id=said.pop("id"), defaults=said)

    def run(self, run_id: str) -> RunRecord:
        """The row."""
        row = Run.objects.filter(pk=run_id).first()
        if row is None:
            raise NoSuchRun(f"there is no run {run_id!r}; 'learnstead source show NAME' lists the latest")
        return run_of(row)

    def runs(self, source: str = "", *, limit: int = 50) -> Sequence[RunRecord]:
        """Rows by time."""
        rows = Run.objects.filter(source=source) if source else Run.objects.all()
        return [run_of(row) for row in rows[:limit]]

    def scope(self, source: str, scope: str) -> ScopeState:
        """The row, or a fresh state."""
        row = Scope.objects.filter(source=source, scope=scope).first()
        return scope_of(row) if row else ScopeState(source=source, scope=scope)

    def scopes(self, source: str) -> Sequence[ScopeState]:
        """All rows of a source."""
        return [scope_of(row) for row in Scope.objects.filter(source=source)]

    def release(self, release_id: str) -> ReleaseRecord:
        """The row."""
        row = Release.objects.filter(pk=release_id).first()
        if row is None:
            raise NoSuchRun(f"there is no release {release_id!r}; 'learnstead source releases NAME' lists them")
        return release_of(row)

    def releases(self, source: str = "", *, limit: int = 50) -> Sequence[ReleaseRecord]:
        """Rows by time."""
        rows = Release.objects.filter(source=source) if source else Release.objects.all()
        return [release_of(row) for row in rows[:limit]]

    def mark_applied(self, release_id: str, *, at: datetime) -> None:
        """One column."""
        Release.objects.filter(pk=release_id).update(applied=at)

    def forget(self, source: str, *, before: datetime, keep_runs: int, keep_releases: int) -> None:
        """Old rows, except those whose candidate waits or whose release is the last good of a scope."""
        needed = {value for row in Scope.objects.filter(source=source) for value in (row.held_run, row.release)} - {""}
        runs, releases = Run.objects.filter(source=source), Release.objects.filter(source=source)
        latest = set(runs.values_list("pk", flat=True)[:keep_runs])
        old = runs.filter(started__lt=before).exclude(outcome=Outcome.RUNNING)
        old.exclude(pk__in=latest | needed).exclude(release__in=needed).delete()
        latest = set(releases.values_list("pk", flat=True)[:keep_releases])
        releases.filter(made__lt=before).exclude(pk__in=latest | needed).delete()

    def known(self, source: str) -> Known:
        """Two columns."""
        return Known(
            runs=frozenset(Run.objects.filter(source=source).values_list("pk", flat=True)),
            releases=frozenset(Release.objects.filter(source=source).values_list("pk", flat=True)),
        )
