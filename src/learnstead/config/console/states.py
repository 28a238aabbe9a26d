"""How a source is doing, in one word and some numbers, from what the ledger remembers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from learnstead.config.orchestration.cadence import next_run
from learnstead.data.source import Source
from learnstead.ports.ledger import Ledger, RunRecord, ScopeState

TREND = 20


class State(StrEnum):
    """What a person needs to know first."""

    NEVER = "never run"
    FRESH = "fresh"
    STALE = "stale"
    HELD = "held"
    FAILING = "failing"


# What most needs a person comes first.
URGENCY = {State.HELD: 0, State.FAILING: 1, State.STALE: 2, State.NEVER: 3, State.FRESH: 4}
BADGES = {State.HELD: "bad", State.FAILING: "bad", State.STALE: "warn", State.NEVER: "", State.FRESH: "ok"}


@dataclass(frozen=True)
class SourceState:
    """A source as the console shows it. ``since`` is when it was last good in all its scopes, for what is not fresh."""

    source: Source
    state: State
    since: datetime | None
    last_good: datetime | None
    next_run: datetime | None
    records: int
    trend: Sequence[int]
    last_run: RunRecord | None
    held: Sequence[ScopeState]

    @property
    def badge(self) -> str:
        """The style of the badge that names the state."""
        return BADGES[self.state]

    @property
    def demo(self) -> bool:
        """Whether what it last brought are samples."""
        return bool(self.last_run and self.last_run.demo)


def state_of(source: Source, ledger: Ledger, *, now: datetime, scheduled: bool) -> SourceState:
    """How one source is doing."""
    scopes = ledger.scopes(source.name)
    runs = ledger.runs(source.name, limit=TREND)
    good = [scope.last_good for scope in scopes if scope.last_good]
    since = min((scope.stale_since for scope in scopes if scope.stale_since), default=None)
    return SourceState(
        source=source,
        state=_state(scopes, runs, since, now=now, stale_after=source.stale_after),
        since=since,
        last_good=max(good, default=None),
        next_run=next_run(source.schedules, after=now) if scheduled else None,
        records=sum(scope.records for scope in scopes),
        trend=_trend(runs),
        last_run=runs[0] if runs else None,
        held=[scope for scope in scopes if scope.held_run],
    )


def _state(
    scopes: Sequence[ScopeState],
    runs: Sequence[RunRecord],
    since: datetime | None,
    *,
    now: datetime,
    stale_after: timedelta,
) -> State:
    if any(scope.held_run for scope in scopes):
        return State.HELD
    if not runs:
        return State.NEVER
    if since:
        return State.FAILING
    oldest = min((scope.last_good for scope in scopes if scope.last_good), default=None)
    return State.FRESH if oldest and now - oldest <= stale_after else State.STALE


def _trend(runs: Sequence[RunRecord]) -> list[int]:
    """Records fetched by each finished run, oldest first."""
    return [sum(scope.records for scope in run.scopes) for run in reversed(runs) if run.finished and run.scopes]
