"""What becomes of one scope: released, unchanged, held or failed, and what is remembered of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from learnstead.data.guard.checks import findings_of, payloads_digest
from learnstead.data.guard.comparison import Comparison
from learnstead.data.guard.good import GoodLine
from learnstead.data.guard.staging import Lying
from learnstead.data.guard.vital import count
from learnstead.ports.ledger import Finding, ScopeOutcome, ScopeResult, ScopeState

REMEMBERED_COUNTS = 10
Lines = dict[str, Lying | GoodLine]


@dataclass(frozen=True)
class Decision:
    """One scope: its result, its lines when they differ from the last good ones, and what to remember.

    ``after`` is without the release it will be in; the step that writes it fills that in.
    """

    result: ScopeResult
    after: ScopeState
    accepted: ScopeState | None = None
    lines: Lines = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)


def decide(seen: Comparison, *, run: str, at: datetime, clock: datetime, demo: bool) -> Decision:
    """Compare, and hold or let through."""
    findings = tuple(findings_of(seen, clock=clock))
    if any(finding.holds for finding in findings):
        return _held(seen, findings, run=run, at=at, clock=clock, demo=demo)
    strikes = _strikes(seen)
    gone = {key for key, number in strikes.items() if number >= max(1, seen.thresholds.absent_runs)}
    carried = {key: seen.good[key] for key in (seen.missing - gone) | seen.kept_quarantined}
    lines: Lines = {**seen.stage.records, **carried}
    content = content_of(lines)
    outcome = ScopeOutcome.UNCHANGED if content == seen.state.content and seen.state.release else ScopeOutcome.RELEASED
    removed = {
        **{key: seen.stage.gone[key] for key in seen.taken_back},
        **{key: f"missing from {strikes[key]} proven runs" for key in gone},
    }
    after = replace(
        _good_state(seen, lines, content, at=at, clock=clock, demo=demo),
        missing={key: number for key, number in strikes.items() if number and key not in gone},
        history=_history(seen, seen.came),
    )
    result = _result(seen, outcome, findings, removed=len(removed), missing=len(seen.missing - gone))
    return Decision(result=result, after=after, lines=lines, removed=removed)


def failed(state: ScopeState, *, reason: str, at: datetime) -> Decision:
    """The scope could not be fetched or read: what was good stays, and is stale from now on, if it was not."""
    result = ScopeResult(scope=state.scope, outcome=ScopeOutcome.FAILED, records=state.records, reason=reason)
    return Decision(result=result, after=replace(state, stale_since=state.stale_since or at))


def current(state: ScopeState, *, at: datetime) -> Decision:
    """The source says it has nothing new."""
    result = ScopeResult(
        scope=state.scope, outcome=ScopeOutcome.UNCHANGED, records=state.records, reason="the source has nothing new"
    )
    return Decision(result=result, after=replace(state, last_good=at, stale_since=None, held_run="", strikes=0))


def gone_state(state: ScopeState, *, at: datetime, clock: datetime) -> ScopeState:
    """What is remembered of a scope that no longer is: as much as of one that never was, but for its release."""
    return ScopeState(source=state.source, scope=state.scope, last_good=at, clock=clock, demo=state.demo)


def content_of(lines: Mapping[str, Lying | GoodLine]) -> str:
    """One name for a scope's content: the digests of its records, by key."""
    return sha256("".join(lines[key].digest for key in sorted(lines)).encode()).hexdigest()


def _held(
    seen: Comparison, findings: tuple[Finding, ...], *, run: str, at: datetime, clock: datetime, demo: bool
) -> Decision:
    """The candidate is what a person would let through: what came, and what came but could not be read."""
    lines: Lines = {**seen.stage.records, **{key: seen.good[key] for key in seen.kept_quarantined}}
    reason = "; ".join(finding.says for finding in findings if finding.holds)
    accepted = replace(
        _good_state(seen, lines, content_of(lines), at=at, clock=clock, demo=demo),
        history=[seen.came],
    )
    return Decision(
        result=replace(
            _result(seen, ScopeOutcome.HELD, findings, removed=len(seen.missing | seen.taken_back), missing=0),
            reason=reason,
        ),
        after=replace(seen.state, stale_since=seen.state.stale_since or at, held_run=run),
        accepted=accepted,
        lines=lines,
        removed=dict.fromkeys(seen.missing, "missing") | {key: seen.stage.gone[key] for key in seen.taken_back},
    )


def _good_state(
    seen: Comparison, lines: Lines, content: str, *, at: datetime, clock: datetime, demo: bool
) -> ScopeState:
    return ScopeState(
        source=seen.state.source,
        scope=seen.state.scope,
        release=seen.state.release,
        content=content,
        version="" if seen.stage.passing else seen.report.version,
        records=len(lines),
        last_good=at,
        quarantined=seen.stage.quarantined_count,
        fills=_fills(seen, lines.values()),
        payloads=payloads_digest(seen.stage.payloads),
        clock=clock,
        demo=demo,
    )


def _fills(seen: Comparison, lines: Iterable[Lying | GoodLine]) -> dict[str, int]:
    """Counts over what came; what is carried on looks like the rest."""
    counts = count((line.kind, line.mask) for line in lines if isinstance(line, Lying))
    return counts | ({"damaged": seen.stage.damaged} if seen.stage.damaged else {})


def _strikes(seen: Comparison) -> dict[str, int]:
    """How often each missing key was missing in proven runs, this one included."""
    if not seen.proven:
        return {key: number for key in sorted(seen.missing) if (number := seen.state.missing.get(key, 0))}
    if seen.stage.nameless and not seen.whole_truth:  # one of those that could not be read may be the missing one
        return {key: seen.state.missing.get(key, 0) for key in sorted(seen.missing)}
    return {key: seen.state.missing.get(key, 0) + 1 for key in sorted(seen.missing)}


def _history(seen: Comparison, count_now: int) -> list[int]:
    """Recent counts; what the source itself took back is not missed in them."""
    before = [max(0, number - len(seen.taken_back)) for number in seen.state.history]
    return [*before, count_now][-REMEMBERED_COUNTS:]


def _result(
    seen: Comparison, outcome: ScopeOutcome, findings: tuple[Finding, ...], *, removed: int, missing: int
) -> ScopeResult:
    return ScopeResult(
        scope=seen.report.scope,
        outcome=outcome,
        fetched=len(seen.stage.payloads),
        records=len(seen.stage.records),
        added=len(seen.added),
        changed=len(seen.changed),
        removed=removed,
        missing=missing,
        quarantined=seen.stage.quarantined_count,
        findings=findings,
    )
