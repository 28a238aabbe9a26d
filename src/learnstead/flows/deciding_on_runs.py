"""A person decides: what the guard holds becomes a release, or does not; an earlier release is applied again."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from django.db import transaction

from learnstead.data import ingestion
from learnstead.data.guard.differences import Difference, difference
from learnstead.data.guard.good import lines_key
from learnstead.data.guard.verdicts import ScopeVerdict, verdict_of
from learnstead.data.releasing import read_manifest, states_of_release, write_manifest
from learnstead.flows.ingest_source import announce, new_id
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.ports.ledger import Outcome, ReleaseRecord, RunRecord, ScopeOutcome, ScopeResult
from learnstead.ports.services import Services


class NothingWaits(Terminal):
    """Nothing of this run waits for a person: it was decided, or a later run brought something good."""


def accept(*, run: str, by: str, services: Services, scopes: Sequence[str] = ()) -> ReleaseRecord:
    """Release what the guard holds of a run, or of some of its scopes, on somebody's word."""
    known = services.ledger.run(run)
    with services.ledger.turn(known.source):
        waiting = _waiting(known, services, scopes)
        at, objects = clock.now(), services.objects
        release = f"{known.id}-{sha256('|'.join(one.result.scope for one in waiting).encode()).hexdigest()[:6]}"
        for one in waiting:
            if one.file:
                with objects.open(one.file) as lines:
                    objects.put(lines_key(known.source, release, one.result.scope), lines)
        made = replace(write_manifest(objects, run=known, release=release, made=at, verdicts=waiting), accepted_by=by)
        states = [
            replace(one.accepted, release="" if one.gone else release, last_good=at) for one in waiting if one.accepted
        ]
        with transaction.atomic():
            services.ledger.settle(
                _decided(known, waiting, ScopeOutcome.RELEASED, f"accepted by {by}", release),
                scopes=states,
                release=made,
            )
            announce(made, services=services)
    return made


def reject(*, run: str, by: str, services: Services, scopes: Sequence[str] = ()) -> RunRecord:
    """Put aside what the guard holds of a run; what was good stays, and is stale until a run is good."""
    known = services.ledger.run(run)
    with services.ledger.turn(known.source):
        waiting = _waiting(known, services, scopes)
        states = [replace(services.ledger.scope(known.source, one.result.scope), held_run="") for one in waiting]
        decided = _decided(known, waiting, ScopeOutcome.HELD, f"rejected by {by}", known.release)
        services.ledger.settle(decided, scopes=states)
    return decided


def reapply(*, source: str, release: str, by: str, services: Services) -> RunRecord:
    """Make an earlier release the good one again, and tell learn. The next run is compared with it."""
    with services.ledger.turn(source):
        made, at = services.ledger.release(release), clock.now()
        manifest = read_manifest(services.objects, source, release)
        known = {state.scope: state for state in services.ledger.scopes(source)}
        run = RunRecord(
            id=new_id(at),
            source=source,
            trigger="command",
            clock=made.clock,
            started=at,
            outcome=Outcome.RELEASED,
            finished=at,
            demo=made.demo,
            frozen=manifest.frozen,
            scopes=tuple(
                ScopeResult(scope=entry.scope, outcome=ScopeOutcome.RELEASED, records=entry.records)
                for entry in manifest.scopes
            ),
            release=release,
            message=f"release {release} was applied again by {by}",
        )
        with transaction.atomic():
            services.ledger.settle(run, scopes=states_of_release(manifest, known, at=at), release=made)
            announce(made, services=services, again=run.id)
    return run


def differences(*, run: str, services: Services) -> list[Difference]:
    """What a run changed, or would change if what is held were accepted, scope by scope."""
    known = services.ledger.run(run)
    verdict = verdict_of(services.objects, known.source, run)
    return [difference(services.objects, known.source, one) for one in verdict.scopes] if verdict else []


def _waiting(run: RunRecord, services: Services, scopes: Sequence[str]) -> list[ScopeVerdict]:
    verdict = verdict_of(services.objects, run.source, run.id)
    held = [
        one
        for one in (verdict.scopes if verdict else [])
        if one.accepted and (not scopes or one.result.scope in scopes)
    ]
    states = {one.result.scope: services.ledger.scope(run.source, one.result.scope) for one in held}
    waiting = [one for one in held if states[one.result.scope].held_run == run.id]
    if not waiting or any(states[one.result.scope].release != one.base for one in waiting):
        about = f" for {', '.join(scopes)}" if scopes else ""
        raise NothingWaits(f"nothing of run {run.id} of {run.source} waits{about}: it was decided, or overtaken")
    return waiting


def _decided(
    run: RunRecord, waiting: Sequence[ScopeVerdict], outcome: ScopeOutcome, words: str, release: str
) -> RunRecord:
    decided = {one.result.scope for one in waiting}
    results = tuple(
        replace(result, outcome=outcome, reason=f"{words}; was held: {result.reason}")
        if result.scope in decided
        else result
        for result in run.scopes
    )
    return replace(run, scopes=results, outcome=ingestion.outcome_of(results), release=release)
