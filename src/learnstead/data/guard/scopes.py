"""The guard over all scopes of a run: judges each, and writes what is let through and what waits for a person."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from learnstead.data.guard import deciding, unlisted
from learnstead.data.guard.comparison import Comparison
from learnstead.data.guard.deciding import Decision
from learnstead.data.guard.good import GoodLine, LastGood, lines_key
from learnstead.data.guard.lines import write_lines
from learnstead.data.guard.moments import Body
from learnstead.data.guard.staging import Stage, Staging
from learnstead.data.guard.verdicts import KeptQuarantined, ScopeVerdict, candidate_key, quarantined_key
from learnstead.data.snapshot import WHOLE, Journal, ScopeReport
from learnstead.data.source import Source
from learnstead.ports.ledger import RunRecord, ScopeOutcome, ScopeState
from learnstead.ports.objects import ObjectStore


@dataclass(frozen=True)
class Guard:
    """One run. ``known`` is what the ledger knows of the source's scopes; ``at`` is the real time.

    ``fetched`` are the scopes something was fetched for.
    """

    source: Source
    run: RunRecord
    objects: ObjectStore
    known: Mapping[str, ScopeState]
    at: datetime
    scratch: Path
    fetched: AbstractSet[str]

    def judge(self, journal: Journal, staged: Staging, broken: Mapping[str, str]) -> Iterator[ScopeVerdict]:
        """Every scope that was fetched, that brought something, or that is no longer listed."""
        reports = {report.scope: report for report in journal.scopes}
        for scope in staged.scopes:
            reports.setdefault(scope, ScopeReport(scope=scope))
        self._keep_quarantined(staged)
        for scope, report in reports.items():
            reason = report.failed or broken.get(scope, "")
            yield self._failed(scope, reason) if reason else self._one(report, staged)
        yield from self._not_reached(reports)
        yield from unlisted.verdicts(
            journal, reports, self.known, run=self.run, thresholds=self.source.thresholds, at=self.at
        )

    def all_failed(self, journal: Journal, reason: str) -> Iterator[ScopeVerdict]:
        """No scope could be read."""
        for report in journal.scopes:
            yield self._failed(report.scope, report.failed or reason)

    def _one(self, report: ScopeReport, staged: Staging) -> ScopeVerdict:
        scope = report.scope
        state = self._state(scope)
        if report.gone:
            return unlisted.taken_back(state, report.gone, run=self.run, at=self.at)
        if report.unchanged:
            return self._verdict(deciding.current(state, at=self.at))
        if scope == WHOLE and scope not in self.fetched and scope not in staged.scopes and not state.release:
            return unlisted.nothing_to_do(state)
        stage, good = staged.scopes.get(scope, Stage()), LastGood(self.objects, state)
        seen = Comparison(
            bodies=lambda keys: _bodies(keys, staged, stage, good),
            report=report,
            stage=stage,
            state=state,
            thresholds=self.source.thresholds,
            good=_same(stage) if deciding.content_of(stage.records) == state.content else good.index,
        )
        run = self.run
        decision = deciding.decide(seen, run=run.id, at=self.at, clock=run.clock, demo=run.demo)
        return self._written(decision, staged, good)

    def _written(self, decision: Decision, staged: Staging, good: LastGood) -> ScopeVerdict:
        source, scope, outcome = self.source.name, decision.result.scope, decision.result.outcome
        if outcome == ScopeOutcome.UNCHANGED:
            return self._verdict(decision)
        held = outcome == ScopeOutcome.HELD
        key = candidate_key(source, self.run.id, scope) if held else lines_key(source, self.run.id, scope)
        write_lines(self.objects, key, decision.lines, staged=staged, good=good, scratch=self.scratch)
        if held:
            return self._verdict(decision, file=key)
        after = replace(decision.after, release=self.run.id)
        return self._verdict(replace(decision, after=after), file=key)

    def _verdict(self, decision: Decision, *, file: str = "") -> ScopeVerdict:
        scope = decision.result.scope
        return ScopeVerdict(
            result=decision.result,
            base=self.known[scope].release if scope in self.known else "",
            after=decision.after,
            accepted=decision.accepted,
            file=file,
        )

    def _failed(self, scope: str, reason: str) -> ScopeVerdict:
        state = self.known.get(scope) or ScopeState(source=self.source.name, scope=scope)
        return self._verdict(deciding.failed(state, reason=reason, at=self.at))

    def _not_reached(self, reports: Mapping[str, ScopeReport]) -> Iterator[ScopeVerdict]:
        """When the whole run failed, scopes it never came to are stale too; when it did not, it is not any more."""
        whole = reports.get(WHOLE)
        if whole and whole.failed and not self.run.only:
            for scope, state in self.known.items():
                if scope not in reports and state.release:
                    yield self._failed(scope, f"not reached: {whole.failed}")

    def _state(self, scope: str) -> ScopeState:
        """What the scope is compared with: not with the demo, when this is the real world."""
        state = self.known.get(scope) or ScopeState(source=self.source.name, scope=scope)
        gives_way = state.demo and not self.run.demo
        return ScopeState(source=state.source, scope=scope) if gives_way else state

    def _keep_quarantined(self, staged: Staging) -> None:
        kept = [
            KeptQuarantined(scope=one.scope, reason=one.reason, payload=one.payload, key=one.key, excerpt=one.excerpt)
            for stage in staged.scopes.values()
            for one in stage.quarantined
        ]
        if kept:
            self.objects.put(quarantined_key(self.source.name, self.run.id), msgspec.json.encode(kept))


def _bodies(keys: Sequence[str], staged: Staging, stage: Stage, good: LastGood) -> Iterator[tuple[Body, Body]]:
    """Records as they were, and as they came."""
    for key, line in good.lines({key: good.index[key] for key in keys}):
        yield msgspec.json.decode(line)["record"], msgspec.json.decode(staged.read(stage.records[key]))["record"]


def _same(stage: Stage) -> dict[str, GoodLine]:
    """What is good, without reading it: the content has the same name, so it is the same."""
    return {key: GoodLine(line.digest, line.payload, 0, 0) for key, line in stage.records.items()}
