"""The list of what is kept out of catalogues."""

from learnstead.data.parsing.blocklist import ADDRESS, blocked
from tests.data.feeds import feed_of
from tests.data.running import run_source


def test_it_is_asked_for_once_in_a_run(tmp_path):
    with feed_of("xpro") as world:
        ran = run_source("xpro", folder=tmp_path, replay=world.url)

    assert [exchange.scope for exchange in ran.snapshot.exchanges() if exchange.url == ADDRESS] == ["courses"]
    assert blocked(ran.snapshot) == {"course-v1:xPRO+SandboxX"}


def test_a_run_goes_on_without_it_when_there_never_was_one(tmp_path, replay, replay_server):
    _, state = replay_server
    state.faults.append({"host": "raw.githubusercontent.com", "status": 404})

    ran = run_source("xpro", folder=tmp_path, replay=replay)

    assert len(ran.records) == 4
    assert "went on without" in ran.journal.notes[0]
