"""How a source stands, in one word and some numbers, from what the ledger remembers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from learnstead.config.orchestration.cadence import next_run
from learnstead.data.source import Source
from learnstead.ports.ledger import Ledger, RunRecord, ScopeState

TREND = 20


class State(StrEnum):
    """What a person needs to know first. What needs a person most comes first."""

    HELD = "held"
    STALE = "stale"
    NEVER = "never run"
    FRESH = "fresh"


URGENCY = {state: number for number, state in enumerate(State)}
BADGES = {State.HELD: "bad", State.STALE: "warn", State.NEVER: "", State.FRESH: "ok"}


@dataclass(frozen=True)
class SourceState:
    """A source as it is shown. ``since``: the first of its scopes that is not good now was good until then."""

    source: Source
    state: State
    since: datetime | None
    last_good: datetime | None
    next_run: datetime | None
    scopes: Sequence[ScopeState]
    trend: Sequence[int]
    last_run: RunRecord | None

    @property
    def records(self) -> int:
        """How many are good."""
        return sum(scope.records for scope in self.scopes)

    @property
    def held(self) -> list[ScopeState]:
        """The scopes that wait for a person."""
        return [scope for scope in self.scopes if scope.held_run]

    @property
    def badge(self) -> str:
        """The style of the badge that names the state."""
        return BADGES[self.state]

    @property
    def demo(self) -> bool:
        """Whether some of what it brought are samples."""
        return any(scope.demo and scope.release for scope in self.scopes)


def state_of(source: Source, ledger: Ledger, *, now: datetime, scheduled: bool) -> SourceState:
    """How one source stands."""
    scopes = ledger.scopes(source.name)
    runs = ledger.runs(source.name, limit=TREND)
    return SourceState(
        source=source,
        state=_state(scopes, runs, now=now, stale_after=source.stale_after),
        since=min((scope.stale_since for scope in scopes if scope.stale_since), default=None),
        last_good=max((scope.last_good for scope in scopes if scope.last_good), default=None),
        next_run=next_run(source.schedules, after=now) if scheduled else None,
        scopes=scopes,
        trend=_trend(runs),
        last_run=runs[0] if runs else None,
    )


def _state(scopes: Sequence[ScopeState], runs: Sequence[RunRecord], *, now: datetime, stale_after: timedelta) -> State:
    if any(scope.held_run for scope in scopes):
        return State.HELD
    if not runs or not any(scope.last_good or scope.stale_since for scope in scopes):
        return State.NEVER
    if any(scope.stale_since for scope in scopes):
        return State.STALE
    latest = max((scope.last_good for scope in scopes if scope.last_good), default=None)
    return State.FRESH if latest and now - latest <= stale_after else State.STALE


def _trend(runs: Sequence[RunRecord]) -> list[int]:
    """Records of each finished run, oldest first."""
    return [sum(scope.records for scope in run.scopes) for run in reversed(runs) if run.finished and run.scopes]
