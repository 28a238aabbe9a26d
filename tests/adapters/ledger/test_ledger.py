"""One suite for both ledgers: the one in PostgreSQL, and the one in memory for rehearsals."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from learnstead.adapters.ledger.database import DatabaseLedger
from learnstead.adapters.ledger.memory import MemoryLedger
from learnstead.ports.ledger import (
    Finding,
    NoSuchRun,
    Outcome,
    ReleaseRecord,
    RunRecord,
    ScopeOutcome,
    ScopeResult,
    ScopeState,
)

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)


@pytest.fixture(params=[DatabaseLedger, MemoryLedger])
def ledger(request):
    return request.param()


def run(number=1, source="feed", **said):
    started = START + timedelta(days=number)
    return RunRecord(id=f"run-{number}", source=source, trigger="command", clock=START, started=started, **said)


def release(number=1, source="feed"):
    made = START + timedelta(days=number)
    counts = {"scopes": 1, "records": 3, "added": 3, "changed": 0, "removed": 0}
    return ReleaseRecord(id=f"release-{number}", source=source, run="run-1", made=made, clock=START, **counts)


def test_a_run_is_remembered_as_it_was(ledger):
    finding = Finding("missing", "2 of 3 are missing", holds=True, numbers={"missing": 2})
    result = ScopeResult(scope="all", outcome=ScopeOutcome.HELD, records=3, reason="why", findings=(finding,))
    ended = run(
        outcome=Outcome.HELD, finished=START, only=("a",), scopes=(result,), steps=(("fetch", 0.5),), message="words"
    )
    ledger.begin(run())
    ledger.settle(ended)

    assert ledger.run("run-1") == ended
    assert list(ledger.runs()) == [ended]


def test_scopes_and_release_are_settled_with_the_run_and_replace_what_was_known(ledger):
    state = ScopeState(source="feed", scope="all", missing={"a": 1}, history=[3], fills={"course": 3}, last_good=START)
    ledger.settle(run(), scopes=[state], release=release())
    ledger.settle(run(2), scopes=[replace(state, release="release-2", missing={})])

    assert ledger.scope("feed", "all") == replace(state, release="release-2", missing={})
    assert list(ledger.scopes("feed")) == [ledger.scope("feed", "all")]
    assert ledger.scope("feed", "other") == ScopeState(source="feed", scope="other")
    assert ledger.release("release-1") == release()


def test_a_run_that_never_ended_is_broken_off_by_the_next_of_its_source(ledger):
    ledger.begin(run())
    ledger.begin(run(2, source="other"))
    ledger.begin(run(3))

    assert ledger.run("run-1").outcome == Outcome.FAILED
    assert "Run run-3 began anew" in ledger.run("run-1").message
    assert ledger.run("run-2").outcome == Outcome.RUNNING


def test_the_latest_come_first(ledger):
    for number in (2, 1, 3):
        ledger.settle(run(number, outcome=Outcome.UNCHANGED), release=release(number))

    assert [one.id for one in ledger.runs("feed", limit=2)] == ["run-3", "run-2"]
    assert [one.id for one in ledger.releases("feed", limit=2)] == ["release-3", "release-2"]
    assert list(ledger.runs("other")) == list(ledger.releases("other")) == []


def test_learn_has_a_release_from_the_moment_it_says_so(ledger):
    ledger.settle(run(), release=release())
    ledger.mark_applied("release-1", at=START)
    ledger.mark_applied("release-9", at=START)

    assert ledger.release("release-1").applied == START


def test_what_nobody_needs_is_forgotten(ledger):
    for number in range(1, 7):
        ended = run(number, outcome=Outcome.UNCHANGED, release=f"release-{number}")
        ledger.settle(ended, release=release(number))
    ledger.note(run(0))
    state = ScopeState(source="feed", scope="all", release="release-1", held_run="run-2")
    ledger.settle(ledger.run("run-6"), scopes=[state])

    ledger.forget("feed", before=START + timedelta(days=30), keep_runs=2, keep_releases=1)

    assert [one.id for one in ledger.runs("feed")] == ["run-6", "run-5", "run-2", "run-1", "run-0"]
    assert [one.id for one in ledger.releases("feed")] == ["release-6", "release-1"]
    assert ledger.known("feed").runs == {"run-6", "run-5", "run-2", "run-1", "run-0"}
    assert ledger.known("feed").releases == {"release-6", "release-1"}


def test_what_is_not_there_is_named(ledger):
    with pytest.raises(NoSuchRun, match="run-9"):
        ledger.run("run-9")
    with pytest.raises(NoSuchRun, match="release-9"):
        ledger.release("release-9")


def test_a_turn_can_be_taken_again_by_whoever_holds_it(ledger):
    with ledger.turn("feed"), ledger.turn("feed"), ledger.turn("other"):
        pass
