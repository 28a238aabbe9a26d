"""A run that leaves no trace: everything is fetched, read and compared, and nothing is remembered or released."""

from dataclasses import dataclass, replace

from learnstead.data import ingestion, registry
from learnstead.data.guard.differences import Difference, difference
from learnstead.data.guard.verdicts import Verdict, verdict_of
from learnstead.flows.ingest_source import NOTHING_SPECIAL, Order, begin, fetch, normalise_and_guard
from learnstead.kernel import clock
from learnstead.ports.ledger import Outcome, RunRecord
from learnstead.ports.objects import ObjectStore
from learnstead.ports.services import Services


@dataclass(frozen=True)
class Rehearsal:
    """How it would have ended. ``objects`` holds the snapshot and the candidates for as long as this lives."""

    run: RunRecord
    verdict: Verdict | None
    objects: ObjectStore

    def differences(self) -> list[Difference]:
        """What would have changed, scope by scope."""
        scopes = self.verdict.scopes if self.verdict else []
        return [difference(self.objects, self.run.source, one) for one in scopes]


def rehearse(*, source: str, services: Services, order: Order = NOTHING_SPECIAL) -> Rehearsal:
    """A dry run: compared with what is really good, but kept aside."""
    declared = registry.named(source)
    known = [state for name in (source, *declared.after) for state in services.ledger.scopes(name)]
    aside = replace(
        services,
        objects=services.outside.aside(services.objects),
        ledger=services.outside.ledger_aside(known),
    )
    run = begin(source=source, services=aside, trigger="rehearsal", order=order)
    if run.outcome == Outcome.SKIPPED:
        return Rehearsal(run=run, verdict=None, objects=aside.objects)
    fetch(run=run.id, services=aside)
    done = normalise_and_guard(run=run.id, services=aside)
    verdict = verdict_of(aside.objects, source, run.id)
    ended = replace(done, outcome=ingestion.outcome_of(done.scopes), finished=clock.now())
    return Rehearsal(run=ended, verdict=verdict, objects=aside.objects)
