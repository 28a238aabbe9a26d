"""What is kept, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from learnstead.adapters.ledger.memory import MemoryLedger
from learnstead.adapters.objects.folder import FolderStore
from learnstead.data import retention
from learnstead.data.guard.good import lines_key
from learnstead.data.snapshot import Exchange, Snapshot, keep
from learnstead.kernel.contracts import digest, key_of
from learnstead.kernel.contracts.releases import Line, encode_line
from learnstead.ports.ledger import Outcome, ReleaseRecord, RunRecord, ScopeState
from tests.data.guard.feed import course

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def objects(tmp_path):
    return FolderStore(tmp_path)


@pytest.fixture
def ledger():
    return MemoryLedger()


def id_of(days_ago):
    return f"{NOW - timedelta(days=days_ago):%Y%m%dT%H%M%S}-0000"


def ran(objects, ledger, days_ago, content):
    """A run that fetched something, and released it."""
    run, at = id_of(days_ago), NOW - timedelta(days=days_ago)
    sha256, size = keep(objects, content)
    Snapshot(objects, source="feed", run=run).write(
        Exchange(number=1, scope="all", label="x", url="u", method="GET", fetched=at, sha256=sha256, size=size)
    )
    line = Line(key=key_of(course(1)), digest=digest(course(1)), payload=sha256, run=run, record=course(1))
    objects.put(lines_key("feed", run, "all"), encode_line(line))
    counts = {"scopes": 1, "records": 1, "added": 1, "changed": 0, "removed": 0}
    ledger.settle(
        RunRecord(
            id=run, source="feed", trigger="command", clock=at, started=at, outcome=Outcome.RELEASED, release=run
        ),
        scopes=[ScopeState(source="feed", scope="all", release=run, records=1)],
        release=ReleaseRecord(id=run, source="feed", run=run, made=at, clock=at, **counts),
    )
    return run


def tidy(objects, ledger, *, at=NOW):
    retention.forget_old_runs("feed", objects=objects, ledger=ledger, at=at)
    return retention.forget_payloads(["feed"], objects=objects, ledger=ledger, at=at)


def test_only_the_latest_runs_and_releases_are_kept_with_their_objects(objects, ledger):
    runs = [ran(objects, ledger, days_ago, b"the same") for days_ago in range(260, 0, -1)]
    tidy(objects, ledger)

    left = {info.key.split("/")[2] for info in objects.list("snapshots/")}
    assert left == set(runs[-retention.KEEP_RUNS :]) == ledger.known("feed").runs
    assert {info.key.split("/")[2] for info in objects.list("releases/")} == set(runs[-retention.KEEP_RELEASES :])


def test_what_learners_see_is_kept_however_old_it_is(objects, ledger):
    old = ran(objects, ledger, 900, b"old")
    for number in range(retention.KEEP_RUNS + 5):
        at = NOW - timedelta(days=800 - number)
        run = RunRecord(id=f"r{number}", source="feed", trigger="command", clock=at, started=at)
        ledger.settle(RunRecord(**{**vars(run), "outcome": Outcome.UNCHANGED}))
    for days in (0, 100):
        assert tidy(objects, ledger, at=NOW + timedelta(days=days)) == 0

    assert old in ledger.known("feed").runs
    assert objects.get(lines_key("feed", old, "all"))


def test_a_payload_goes_when_nothing_has_referred_to_it_for_months(objects, ledger):
    ran(objects, ledger, 1, b"kept")
    lost, _ = keep(objects, b"nobody refers to this")

    assert tidy(objects, ledger) == 0
    assert tidy(objects, ledger, at=NOW + timedelta(days=89)) == 0
    assert tidy(objects, ledger, at=NOW + timedelta(days=91)) == 1
    assert not [info for info in objects.list("raw/") if lost in info.key]
    assert len(list(objects.list("raw/"))) == 1


def test_a_payload_that_is_referred_to_again_stays(objects, ledger):
    keep(objects, b"seen before")
    tidy(objects, ledger)
    ran(objects, ledger, 1, b"seen before")

    assert tidy(objects, ledger, at=NOW + timedelta(days=91)) == 0


def test_what_a_killed_run_left_is_swept_up_but_not_while_it_may_be_running(objects, ledger):
    for days_ago in (5, 0):
        objects.put(f"releases/feed/{id_of(days_ago)}/all.jsonl", b"half")
    tidy(objects, ledger)

    assert [info.key for info in objects.list("releases/")] == [f"releases/feed/{id_of(0)}/all.jsonl"]
