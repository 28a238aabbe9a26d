"""The steps of a run, from the outside world to a release. Each can be done again, and by another process."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import msgspec

from learnstead.data.extraction import Extraction, Means
from learnstead.data.guard import scopes as guarded
from learnstead.data.guard.verdicts import ScopeVerdict, Verdict, keep_verdict, verdict_of
from learnstead.data.normalising import SURPRISES, Given
from learnstead.data.reading import Unreadable, read
from learnstead.data.releasing import write_manifest
from learnstead.data.snapshot import Exchange, Journal, Payload, Snapshot, WrongShape
from learnstead.data.source import Source
from learnstead.data.world import World
from learnstead.kernel.errors import Terminal
from learnstead.ports.ledger import Outcome, ReleaseRecord, RunRecord, ScopeOutcome, ScopeResult, ScopeState
from learnstead.ports.objects import NoSuchObject, ObjectStore

MOST_REMEMBERED = 5000


class NotFetched(Terminal):
    """A step was asked for before the one it follows."""


def fetch(source: Source, run: RunRecord, world: World) -> RunRecord:
    """Fetch everything and keep it; a run that was interrupted goes on behind the last answer it kept."""
    snapshot = Snapshot(world.objects, source=source.name, run=run.id)
    if snapshot.journal() is None:
        before = {} if run.fresh else _remembered(world.objects, run)
        stale = {state.scope for state in world.ledger.scopes(source.name) if state.stale_since}
        extraction = Extraction(
            snapshot,
            means=Means(
                egress=world.egress,
                bucket=world.bucket,
                hosts=source.hosts,
                latest=world.latest,
                version_of=lambda scope: _version(world, run, scope),
                last_payload=lambda address: _payload(before.get(address), world.objects),
                is_doubtful=lambda scope: scope in stale,
            ),
            now=run.clock,
            settings=world.settings,
            only=run.only,
        )
        extraction.finish(_explained(source.name, source.extract(extraction)))
        _remember(world.objects, run, before, snapshot)
    exchanges = list(snapshot.exchanges())
    return replace(run, requests=len(exchanges), bytes=sum(exchange.size for exchange in exchanges))


def normalise_and_guard(source: Source, run: RunRecord, world: World, *, at: datetime) -> Verdict:
    """Read the snapshot, compare each scope with what was good last, and keep what was decided."""
    known = {state.scope: state for state in world.ledger.scopes(source.name)}
    before = verdict_of(world.objects, source.name, run.id)
    if before and all(one.base == _release_of(known, one.result.scope) for one in before.scopes):
        return before
    snapshot = Snapshot(world.objects, source=source.name, run=run.id)
    journal = snapshot.journal()
    if journal is None:
        raise NotFetched(f"run {run.id} of {source.name} has fetched nothing yet")
    given = Given(now=run.clock, settings=world.settings, texts=world.texts, latest=world.latest)
    verdict = Verdict(
        source=source.name,
        run=run.id,
        made=at,
        scopes=list(_decided(source, run, world, journal, snapshot, given, known, at)),
        notes=journal.notes,
    )
    keep_verdict(world.objects, verdict)
    return verdict


def _decided(
    source: Source,
    run: RunRecord,
    world: World,
    journal: Journal,
    snapshot: Snapshot,
    given: Given,
    known: dict[str, ScopeState],
    at: datetime,
) -> Iterator[ScopeVerdict]:
    failed = [report.scope for report in journal.scopes if report.failed]
    guard = guarded.Guard(
        source=source,
        run=run,
        objects=world.objects,
        known=known,
        at=at,
        scratch=world.scratch,
        fetched={exchange.scope for exchange in snapshot.exchanges()},
    )
    try:
        with read(source, snapshot, given, failed=failed, scratch=world.scratch) as (staged, broken):
            yield from guard.judge(journal, staged, broken)
    except Unreadable as problem:
        yield from guard.all_failed(journal, str(problem))


def release(run: RunRecord, verdict: Verdict, objects: ObjectStore, *, at: datetime) -> ReleaseRecord | None:
    """Write the manifest of what was let through; None when nothing new was."""
    through = [one for one in verdict.scopes if one.result.outcome == ScopeOutcome.RELEASED]
    if not through:
        return None
    return write_manifest(objects, run=run, release=run.id, made=at, verdicts=through)


def outcome_of(results: Sequence[ScopeResult]) -> Outcome:
    """How a run ended, by what became of its scopes."""
    outcomes = {result.outcome for result in results}
    bad = outcomes & {ScopeOutcome.HELD, ScopeOutcome.FAILED}
    if not bad:
        return Outcome.RELEASED if ScopeOutcome.RELEASED in outcomes else Outcome.UNCHANGED
    if outcomes - bad:
        return Outcome.PARTLY
    return Outcome.HELD if ScopeOutcome.HELD in outcomes else Outcome.FAILED


def _explained(name: str, payloads: Iterator[Payload]) -> Iterator[Payload]:
    """What surprises a source becomes a failure that says so, instead of the end of the run."""
    try:
        yield from payloads
    except SURPRISES as problem:
        raise WrongShape(f"{name} met something it does not expect: {type(problem).__name__}: {problem}") from problem


def _version(world: World, run: RunRecord, scope: str) -> str:
    state = world.ledger.scope(run.source, scope)
    return "" if run.fresh or state.demo != run.demo or not state.release else state.version


def _release_of(known: dict[str, ScopeState], scope: str) -> str:
    return known[scope].release if scope in known else ""


def _remembered(objects: ObjectStore, run: RunRecord) -> dict[str, Exchange]:
    """What each address of a source answered last."""
    try:
        return msgspec.json.decode(objects.get(_remembered_key(run)), type=dict[str, Exchange])
    except NoSuchObject:
        return {}


def _remember(objects: ObjectStore, run: RunRecord, before: dict[str, Exchange], snapshot: Snapshot) -> None:
    now = {exchange.address: exchange for exchange in snapshot.exchanges() if exchange.method == "GET"}
    if not now:
        return
    kept = {address: exchange for address, exchange in before.items() if address not in now} | now
    latest = dict(list(kept.items())[-MOST_REMEMBERED:])
    objects.put(_remembered_key(run), msgspec.json.encode(latest))


def _remembered_key(run: RunRecord) -> str:
    """Answers of one world are no answers of another: a sample is not what the real feed said."""
    world = "demo" if run.demo else sha256(run.replay.encode()).hexdigest()[:12] if run.replay else "real"
    return f"snapshots/{run.source}/answers-{world}.json"


def _payload(exchange: Exchange | None, objects: ObjectStore) -> Payload | None:
    return Payload(exchange=exchange, objects=objects) if exchange else None
