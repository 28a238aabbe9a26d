"""Whole scopes that are not there any more: taken back by the source, or missing from its list again and again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from learnstead.data.guard.comparison import allowed
from learnstead.data.guard.deciding import gone_state
from learnstead.data.guard.verdicts import ScopeVerdict
from learnstead.data.snapshot import WHOLE, Journal, ScopeReport
from learnstead.data.source import Thresholds
from learnstead.ports.ledger import Finding, RunRecord, ScopeOutcome, ScopeResult, ScopeState


def verdicts(
    journal: Journal,
    reports: Mapping[str, ScopeReport],
    known: Mapping[str, ScopeState],
    *,
    run: RunRecord,
    thresholds: Thresholds,
    at: datetime,
) -> Iterator[ScopeVerdict]:
    """Scopes we have and this run did not speak of, if it should have."""
    forgotten = known.get(WHOLE)
    if forgotten and WHOLE not in reports and not forgotten.release and forgotten.stale_since:
        # It failed once as a whole, before any scope was known; it is not one of the scopes.
        yield _verdict(forgotten, replace(forgotten, stale_since=None), "the source is fetched in scopes")
    absent = [state for scope, state in known.items() if state.release and scope not in reports]
    if not run.demo and not run.only:
        for state in [state for state in absent if state.demo]:
            yield taken_back(state, "the demo gives way to the real world", run=run, at=at)
    if journal.listed is None:
        return
    listed, good = set(journal.listed), [state for state in known.values() if state.release and state.demo == run.demo]
    missing = [state for state in absent if state.demo == run.demo and state.scope not in listed]
    too_many = len(missing) > allowed(thresholds.most_missing, len(good))
    for state in missing:
        yield _missing(state, len(missing), len(good), too_many=too_many, run=run, thresholds=thresholds, at=at)


def taken_back(state: ScopeState, reason: str, *, run: RunRecord, at: datetime) -> ScopeVerdict:
    """The scope is gone, and everything in it."""
    after = replace(gone_state(state, at=at, clock=run.clock), demo=run.demo)
    if not state.release:
        return _verdict(state, after, reason)
    result = ScopeResult(
        scope=state.scope, outcome=ScopeOutcome.RELEASED, removed=state.records, reason=f"gone: {reason}"
    )
    return ScopeVerdict(result=result, base=state.release, after=after, gone=True)


def nothing_to_do(state: ScopeState) -> ScopeVerdict:
    """A source that is fetched in scopes has none at the moment."""
    return _verdict(state, replace(state, stale_since=None), "there was nothing to fetch")


def _missing(
    state: ScopeState,
    missing: int,
    good: int,
    *,
    too_many: bool,
    run: RunRecord,
    thresholds: Thresholds,
    at: datetime,
) -> ScopeVerdict:
    if too_many:
        says = f"{missing} of {good} scopes are not listed any more, this is one of them"
        result = ScopeResult(
            scope=state.scope,
            outcome=ScopeOutcome.HELD,
            records=state.records,
            removed=state.records,
            reason=says,
            findings=(Finding("scopes", says, holds=True, numbers={"missing": missing, "of": good}),),
        )
        after = replace(state, held_run=run.id, stale_since=state.stale_since or at)
        accepted = gone_state(state, at=at, clock=run.clock)
        return ScopeVerdict(result=result, base=state.release, after=after, accepted=accepted, gone=True)
    strikes = state.strikes + 1
    if strikes >= max(1, thresholds.absent_runs):
        return taken_back(state, f"not listed in {strikes} runs", run=run, at=at)
    return _verdict(state, replace(state, strikes=strikes), f"not listed, for the {strikes}. time; it stays")


def _verdict(state: ScopeState, after: ScopeState, reason: str) -> ScopeVerdict:
    result = ScopeResult(scope=state.scope, outcome=ScopeOutcome.UNCHANGED, records=state.records, reason=reason)
    return ScopeVerdict(result=result, base=state.release, after=after)
