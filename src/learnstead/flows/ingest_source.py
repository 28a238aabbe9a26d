"""A source is fetched, guarded and released, and learn is told.

A run has four steps, which may be done by different processes: everything they need of each other lies in the ledger
and the object store. A run that is killed goes on where it stood when it is asked for again by its id, and is marked
as broken off when another run of its source begins. Nothing that learners see changes before the release, and the
release, what is remembered of its scopes, and the request to tell learn commit together.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from uuid import uuid4

from django.db import InterfaceError, OperationalError, transaction

from learnstead.data import ingestion, registry
from learnstead.data.guard.verdicts import Verdict
from learnstead.data.source import Source
from learnstead.flows.ingestion_world import NotSet, world_of
from learnstead.flows.running import Flow, Results, Step
from learnstead.kernel import clock
from learnstead.kernel.errors import LearnsteadError, Terminal
from learnstead.learn.domain import rechecking, releases
from learnstead.ports.ledger import Outcome, ReleaseRecord, RunRecord
from learnstead.ports.services import Services

FETCH, GUARD, RELEASE, ANNOUNCE, APPLY = "fetch", "guard", "release", "announce", "apply"
ANNOUNCE_JOB = "flows.announce_release"
INGEST_JOB = "flows.ingest_source"
EVENT = "release.made"


class BrokenOff(Terminal):
    """A step was asked for of a run that has ended."""


@dataclass(frozen=True)
class Order:
    """How a run is wanted.

    ``now`` freezes its clock. ``replay`` is the one host all requests go to, ``folder`` stands for the bucket, ``only``
    names the scopes it is about. ``fresh``: fetch what the source says is unchanged, too. ``demo``: it reads our sample
    payloads; None leaves that to the installation.
    """

    now: datetime | None = None
    replay: str = ""
    folder: str = ""
    only: Sequence[str] = ()
    fresh: bool = False
    demo: bool | None = None


NOTHING_SPECIAL = Order()


def begin(*, source: str, services: Services, trigger: str, order: Order = NOTHING_SPECIAL, run: str = "") -> RunRecord:
    """A new run in the ledger; one that cannot run is there too, skipped, with the reason."""
    declared, at = registry.named(source), clock.now()
    outside = services.outside
    here = outside.lives_here(declared.name)
    shown = outside.demo and not here and not order.replay and not order.folder
    demo = shown if order.demo is None else order.demo
    made = RunRecord(
        id=run or new_id(at),
        source=declared.name,
        trigger=trigger,
        clock=order.now or at,
        started=at,
        replay=order.replay or ("" if here else outside.replay),
        folder=order.folder or (outside.samples(declared.name) if demo else ""),
        only=tuple(order.only),
        frozen=order.now is not None,
        fresh=order.fresh,
        demo=demo,
    )
    reason = _cannot_run(declared, made, services)
    if reason:
        made = replace(made, outcome=Outcome.SKIPPED, finished=at, message=reason)
    with services.ledger.turn(declared.name):
        services.ledger.begin(made)
    return made


def fetch(*, run: str, services: Services) -> RunRecord:
    """Fetch everything and keep it as it came. Raises nothing for a scope that fails; that is the guard's business."""
    return _step(run, services, FETCH, lambda source, known: _fetched(source, known, services))


def normalise_and_guard(*, run: str, services: Services) -> RunRecord:
    """Make records, compare each scope with what was good last, and decide."""
    return _step(run, services, GUARD, lambda source, known: _guarded(source, known, services))


def release(*, run: str, services: Services) -> RunRecord:
    """Write the release, remember it, and ask for learn to be told; or remember why there is none."""
    return _step(run, services, RELEASE, lambda source, known: _released(source, known, services))


@dataclass(frozen=True)
class Going:
    """A run that is under way."""

    run: str
    services: Services


def _fetch(going: Going, _results: Results) -> None:
    fetch(run=going.run, services=going.services)


def _guard(going: Going, _results: Results) -> None:
    normalise_and_guard(run=going.run, services=going.services)


def _release(going: Going, _results: Results) -> None:
    release(run=going.run, services=going.services)


FLOW: Flow[Going] = Flow(
    name="ingest-source",
    title="A source is fetched, guarded and released",
    starts_with="source due",
    steps=(
        Step(FETCH, "Every payload is kept as it came, with the request that fetched it.", _fetch),
        Step(GUARD, "Payloads become records, and each scope is compared with what was good last.", _guard),
        Step(RELEASE, "What was let through is released; what is held waits for a person.", _release),
        Step(ANNOUNCE, "A signed webhook tells learn; a job sends it until it arrives."),
        Step(APPLY, "Learn applies what differs in one transaction, and search follows."),
    ),
)


def ingest(
    *, source: str, services: Services, trigger: str = "command", order: Order = NOTHING_SPECIAL, run: str = ""
) -> RunRecord:
    """All steps, alone with this source. ``run`` goes on with the run of that id, if it was begun and has not ended."""
    with services.ledger.turn(source):
        known = _unfinished(run, services) or begin(
            source=source, services=services, trigger=trigger, order=order, run=run
        )
        for step in FLOW.steps:
            if step.run and known.outcome == Outcome.RUNNING:
                step.run(Going(run=known.id, services=services), {})
                known = services.ledger.run(known.id)
        return known


def request(*, source: str, services: Services, trigger: str, only: Sequence[str] = ()) -> str:
    """Ask the workers for a run; returns its id. It waits for earlier runs of the source."""
    run = new_id(clock.now())
    services.queue.put(INGEST_JOB, lock=lock_of(source), source=source, run=run, trigger=trigger, only=list(only))
    return run


def lock_of(source: str) -> str:
    """The lock under which the workers run a source, one run after another."""
    return f"source {source}"


def announcement(release_made: ReleaseRecord) -> dict[str, object]:
    """What learn is told."""
    return {"type": EVENT, "data": {"source": release_made.source, "release": release_made.id}}


def announce(release_made: ReleaseRecord, *, services: Services, again: str = "") -> None:
    """Ask for learn to be told; ``again`` makes it another message for a release it was told of before."""
    services.queue.put(
        ANNOUNCE_JOB,
        lock=f"announce {release_made.source}",
        message_id=_message(release_made, again),
        event=announcement(release_made),
    )


def apply_here(release_made: ReleaseRecord, *, services: Services, again: str = "") -> None:
    """Do now what learn would do when it is told; it will know the message when it comes after all."""
    at = clock.now()
    releases.apply_release(
        source=release_made.source,
        release=release_made.id,
        objects=services.objects,
        queue=services.queue,
        at=at,
        message_id=_message(release_made, again),
    )
    services.ledger.mark_applied(release_made.id, at=at)


def _message(release_made: ReleaseRecord, again: str) -> str:
    return "-".join(filter(None, (release_made.source, release_made.id, again)))


def new_id(at: datetime) -> str:
    """An id that sorts by time."""
    return f"{at:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"


def _fetched(source: Source, run: RunRecord, services: Services) -> RunRecord:
    return ingestion.fetch(source, run, world_of(source, run, services))


def _guarded(source: Source, run: RunRecord, services: Services) -> RunRecord:
    return with_verdict(run, _verdict(source, run, services))


def _verdict(source: Source, run: RunRecord, services: Services) -> Verdict:
    return ingestion.normalise_and_guard(source, run, world_of(source, run, services), at=clock.now())


def _released(source: Source, run: RunRecord, services: Services) -> RunRecord:
    verdict = _verdict(source, run, services)
    made = ingestion.release(run, verdict, services.objects, at=clock.now())
    ended = replace(
        with_verdict(run, verdict),
        outcome=ingestion.outcome_of([one.result for one in verdict.scopes]),
        finished=clock.now(),
        release=made.id if made else "",
    )
    with transaction.atomic():
        services.ledger.settle(ended, scopes=[one.after for one in verdict.scopes], release=made)
        if made:
            announce(made, services=services)
        moved = rechecking.follow_clock(source=run.source, at=run.clock, frozen=run.frozen)
        releases.ask_for_index(moved, services.queue)
    return ended


def with_verdict(run: RunRecord, verdict: Verdict) -> RunRecord:
    """A run with what the guard decided about it."""
    return replace(run, scopes=tuple(one.result for one in verdict.scopes), message="\n".join(verdict.notes))


def _step(run: str, services: Services, name: str, work: Callable[[Source, RunRecord], RunRecord]) -> RunRecord:
    """One step, timed; a problem that nobody foresaw ends the run."""
    ledger = services.ledger
    with ledger.turn(ledger.run(run).source):
        known = ledger.run(run)  # while we waited for the turn, another run may have broken this one off
        if known.outcome != Outcome.RUNNING:
            raise BrokenOff(f"run {run} of {known.source} has ended ({known.outcome}): {known.message}")
        since = perf_counter()
        with _failing(known, services):
            done = work(registry.named(known.source), known)
        timed = replace(done, steps=(*known.steps, (name, round(perf_counter() - since, 3))))
        ledger.note(timed)
    return timed


@contextmanager
def _failing(run: RunRecord, services: Services) -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError):
        raise  # PostgreSQL is away; the run goes on when somebody asks for it again
    except Exception as problem:
        at = clock.now()
        words = str(problem) if isinstance(problem, LearnsteadError) else f"{type(problem).__name__}: {problem}"
        known = [state for state in services.ledger.scopes(run.source) if not run.only or state.scope in run.only]
        services.ledger.settle(
            replace(run, outcome=Outcome.FAILED, finished=at, message=words),
            scopes=[replace(state, stale_since=state.stale_since or at) for state in known if state.release],
        )
        raise


def _unfinished(run: str, services: Services) -> RunRecord | None:
    if not run:
        return None
    try:
        return services.ledger.run(run)
    except LearnsteadError:
        return None


def _cannot_run(source: Source, run: RunRecord, services: Services) -> str:
    """Why not, in words; empty when it can."""
    try:
        world_of(source, run, services)
    except NotSet as problem:
        return str(problem)
    known = [state for state in services.ledger.scopes(source.name) if state.release and not state.demo]
    if run.demo and any(not source.made_here(state.scope) for state in known):
        return "the demo stays away: there is data from the real world"
    return ""
