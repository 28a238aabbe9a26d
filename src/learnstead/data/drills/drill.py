"""One drill: all is well, then the fault, then all is well again; with the real client, normaliser and guard.

Nothing of it is remembered: the caller hands in a store and a ledger that are forgotten afterwards.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from learnstead.data import ingestion
from learnstead.data.drills.bucket import DrillBucket
from learnstead.data.drills.faults import Fault
from learnstead.data.drills.recording import Recorded, Recording, Reply
from learnstead.data.drills.server import Answering, serving
from learnstead.data.guard.good import LastGood
from learnstead.data.normalising import Given, Texts
from learnstead.data.reading import Unreadable, read
from learnstead.data.releasing import latest_records
from learnstead.data.snapshot import Snapshot
from learnstead.data.source import Source
from learnstead.data.world import World
from learnstead.kernel.contracts import Record
from learnstead.kernel.errors import Terminal
from learnstead.ports.egress import Egress
from learnstead.ports.ledger import Ledger, RunRecord, ScopeOutcome, ScopeResult, ScopeState
from learnstead.ports.objects import ObjectStore

WELL, FAULTY, AGAIN = "drill-1-well", "drill-2-fault", "drill-3-well"
Digests = dict[str, dict[str, str]]


class NoHealthyRun(Terminal):
    """The recorded world does not read even without a fault, so a drill would say nothing."""


@dataclass(frozen=True)
class Means:
    """What drills work with. ``aside`` makes a store over another, ``ledger`` one that begins with some scopes."""

    objects: ObjectStore
    aside: Callable[[ObjectStore], ObjectStore]
    ledger: Callable[[Sequence[ScopeState]], Ledger]
    egress: Callable[[str], Egress]
    settings: Mapping[str, str]
    texts: Texts
    latest: Callable[[str], Iterator[Record]]
    scratch: Path
    now: Callable[[], datetime]


@dataclass(frozen=True)
class ScopeDrill:
    """One scope: what a loader that believes everything would have made of it, and what the guard did.

    ``plain_lost`` and ``lost`` are the titles that learners would have lost, and did lose.
    """

    scope: str
    good: int
    plain_lost: Sequence[str]
    plain_changed: int
    lost: Sequence[str]
    changed: int
    result: ScopeResult | None
    recovered: bool


@dataclass(frozen=True)
class Drilled:
    """What came of it. ``applies``: the fault made a difference to some answer."""

    source: str
    fault: Fault
    applies: bool
    run: RunRecord
    scopes: Sequence[ScopeDrill]

    @property
    def harmless(self) -> bool:
        """Whether learners lost nothing, and the next healthy run mended everything by itself."""
        return all(not one.lost and one.recovered for one in self.scopes)


@dataclass(frozen=True)
class Ground:
    """A source with all well: where drills begin."""

    source: Source
    recording: Recording
    means: Means
    states: Sequence[ScopeState]
    good: Digests
    titles: Mapping[str, str] = field(default_factory=dict)

    def drill(self, fault: Fault, *, only: Sequence[str] = ()) -> Drilled:
        """Apply the fault to every answer, or to those of some scopes ``only``."""
        met: list[bool] = []

        def answering(one: Recorded, everything: Sequence[Recorded]) -> Reply:
            if only and one.exchange.scope not in only:
                return one.reply
            met.append(fault.damages(one, everything))
            return fault.reply(one, everything)

        objects = self.means.aside(self.means.objects)
        ledger = self.means.ledger(self.states)
        run = ingested(self, FAULTY, answering, objects, ledger)
        plain, seen = _plain(self, run, objects), seen_by_learners(objects, ledger.scopes(self.source.name))
        after, stale = self._mended(objects, ledger)
        results = {result.scope: result for result in run.scopes}
        scopes = [
            ScopeDrill(
                scope=scope,
                good=len(good),
                plain_lost=self._titles(good, plain.get(scope, {})),
                plain_changed=_changed(good, plain.get(scope, {})),
                lost=self._titles(good, seen.get(scope, {})),
                changed=_changed(good, seen.get(scope, {})),
                result=results.get(scope),
                recovered=after.get(scope) == good and scope not in stale,
            )
            for scope, good in self.good.items()
        ]
        return Drilled(source=self.source.name, fault=fault, applies=any(met), run=run, scopes=scopes)

    def _mended(self, objects: ObjectStore, ledger: Ledger) -> tuple[Digests, set[str]]:
        """What learners see after healthy runs and nothing else, and the scopes that are not good.

        What was wrongly added goes the way of everything that a source no longer has: after some runs without it.
        """
        for number in range(1 + max(1, self.source.thresholds.absent_runs)):
            ingested(self, f"{AGAIN}-{number}", as_it_was, objects, ledger)
            states = ledger.scopes(self.source.name)
            after = seen_by_learners(objects, states)
            stale = {state.scope for state in states if state.stale_since or state.held_run}
            if after == self.good and not stale:
                break
        return after, stale

    def _titles(self, good: Mapping[str, str], left: Mapping[str, str]) -> list[str]:
        return sorted(self.titles.get(key, key) for key in good.keys() - left.keys())


def prepare(source: Source, recording: Recording, means: Means) -> Ground:
    """Read the recorded world as it was, as the last good release. NoHealthyRun when that cannot be done."""
    ledger = means.ledger(())
    ground = Ground(source=source, recording=recording, means=means, states=(), good={})
    run = ingested(ground, WELL, as_it_was, means.objects, ledger)
    failed = [f"{result.scope}: {result.reason}" for result in run.scopes if result.outcome == ScopeOutcome.FAILED]
    states = ledger.scopes(source.name)
    good = seen_by_learners(means.objects, states)
    if not any(good.values()):
        raise NoHealthyRun(f"{source.name} reads nothing from what was recorded: {'; '.join(failed) or run.message}")
    titles = {
        line.key: str(getattr(line.record, "title", "") or line.key)
        for state in states
        for line in LastGood(means.objects, state).decoded()
    }
    return replace(ground, states=states, good=good, titles=titles)


def ingested(ground: Ground, run_id: str, answering: Answering, objects: ObjectStore, ledger: Ledger) -> RunRecord:
    """One run with all its steps, against what the server says."""
    source, means, at = ground.source, ground.means, ground.means.now()
    run = RunRecord(id=run_id, source=source.name, trigger="drill", clock=ground.recording.clock, started=at)
    ledger.begin(run)
    with serving(ground.recording, answering) as server:
        world = World(
            objects=objects,
            ledger=ledger,
            egress=means.egress(server.url),
            bucket=DrillBucket(ground.recording, answering) if source.bucket else None,
            settings=means.settings,
            texts=means.texts,
            latest=lambda name: _latest(ground, objects, ledger, name),
            scratch=means.scratch,
        )
        run = ingestion.fetch(source, run, world)
    verdict = ingestion.normalise_and_guard(source, run, world, at=at)
    made = ingestion.release(run, verdict, objects, at=at)
    results = [one.result for one in verdict.scopes]
    ended = replace(
        run, outcome=ingestion.outcome_of(results), finished=at, scopes=results, message="\n".join(verdict.notes)
    )
    ledger.settle(ended, scopes=[one.after for one in verdict.scopes], release=made)
    return ended


def _latest(ground: Ground, objects: ObjectStore, ledger: Ledger, name: str) -> Iterator[Record]:
    """The last good records: those of the drill for the source itself, the real ones of others."""
    own = name == ground.source.name
    return latest_records(objects, ledger, name) if own else ground.means.latest(name)


def as_it_was(one: Recorded, _everything: Sequence[Recorded]) -> Reply:
    """No fault at all."""
    return one.reply


def seen_by_learners(objects: ObjectStore, states: Sequence[ScopeState]) -> Digests:
    """What learners see, scope by scope: each record and its content."""
    return {
        state.scope: {key: line.digest for key, line in LastGood(objects, state).index.items()}
        for state in states
        if state.release
    }


def _plain(ground: Ground, run: RunRecord, objects: ObjectStore) -> Digests:
    """What a loader sees that takes whatever came for all there is."""
    means = ground.means
    snapshot = Snapshot(objects, source=run.source, run=run.id)
    given = Given(now=run.clock, settings=means.settings, texts=means.texts, latest=means.latest)
    journal = snapshot.journal()
    current = {report.scope for report in journal.scopes if report.unchanged} if journal else set()
    found: Digests = {scope: ground.good.get(scope, {}) for scope in current}
    try:
        with read(ground.source, snapshot, given, failed=(), scratch=means.scratch) as (staged, _broken):
            came = {
                scope: {key: line.digest for key, line in stage.records.items()}
                for scope, stage in staged.scopes.items()
            }
    except Unreadable:
        return found
    return found | came


def _changed(good: Mapping[str, str], now: Mapping[str, str]) -> int:
    return sum(1 for key, digest in now.items() if good.get(key, digest) != digest)
