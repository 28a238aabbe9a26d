"""Runs a source again and again through the real steps, with a ledger in memory, and says what learners would see."""

from dataclasses import replace
from datetime import UTC, datetime

from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.egress.waiting import Time
from learnstead.adapters.ledger.memory import MemoryLedger
from learnstead.adapters.objects.folder import FolderStore
from learnstead.data import ingestion, registry
from learnstead.data.guard.good import LastGood
from learnstead.data.world import World
from learnstead.ports.ledger import RunRecord
from tests.data.running import PlainTexts


class Stepping:
    """One source and its memory. Settings that nobody makes are stood in for."""

    def __init__(self, name, *, folder, replay):
        self.source, self._folder, self._replay = registry.named(name), folder, replay
        self._objects, self._ledger, self._number = FolderStore(folder / "objects"), MemoryLedger(), 0

    def run(self, now=None):
        """One run; ends as a run of the platform does, without telling learn."""
        self._number += 1
        now = now or datetime.now(UTC)
        source, world = self.source, self._world()
        run = RunRecord(id=f"run-{self._number}", source=source.name, trigger="command", clock=now, started=now)
        self._ledger.begin(run)
        ingestion.fetch(source, run, world)
        verdict = ingestion.normalise_and_guard(source, run, world, at=now)
        made = ingestion.release(run, verdict, self._objects, at=now)
        results = tuple(one.result for one in verdict.scopes)
        ended = replace(run, scopes=results, outcome=ingestion.outcome_of(results), release=made.id if made else "")
        self._ledger.settle(ended, scopes=[one.after for one in verdict.scopes], release=made)
        return ended

    def good(self):
        """What is good now, by key."""
        scopes = self._ledger.scopes(self.source.name)
        lines = (line for state in scopes for line in LastGood(self._objects, state).decoded())
        return {line.key: line.record for line in lines}

    def _world(self):
        hurried = Time(sleep=lambda _seconds: None)
        return World(
            objects=self._objects,
            ledger=self._ledger,
            egress=HttpEgress(scratch=self._folder / "answers", replay=self._replay, time=hurried),
            bucket=None,
            settings={one.name: one.default or one.stand_in for one in self.source.settings},
            texts=PlainTexts(),
            latest=lambda _source: iter(()),
            scratch=self._folder / "scratch",
        )
