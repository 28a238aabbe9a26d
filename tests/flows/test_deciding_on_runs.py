"""A person decides about what the guard holds, and about what learners saw before."""

import pytest

from learnstead.flows.deciding_on_runs import NothingWaits, accept, differences, reapply, reject
from learnstead.kernel.errors import Terminal
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from tests.flows.released import lines_of, scopes_of
from tests.waiting_jobs import waiting

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def held(world, run):
    """A run in which two of three explainers are missing."""
    run()
    del world.feeds["explainers"][1:]
    world.say()
    return run()


def test_what_is_held_shows_what_it_would_take_away(held):
    (explainers,) = (one for one in differences(run=held.id, services=services()) if one.scope == "explainers")

    assert explainers.counts == {"added": 0, "changed": 0, "removed": 2}
    assert [one.title for one in explainers.removed] == [
        "Why does winter explainers-1 feel mild?",
        "Why does winter explainers-2 feel mild?",
    ]


def test_what_a_person_accepts_becomes_a_release_and_the_new_last_good(held, run):
    assert scopes_of(held) == {"explainers": "held", "ask-mit-climate": "unchanged"}

    made = accept(run=held.id, by="Ada", services=services())

    assert (made.accepted_by, made.removed, len(lines_of(made.id))) == ("Ada", 2, 1)
    assert waiting()[-1][1]["event"]["data"]["release"] == made.id
    decided = services().ledger.run(held.id)
    assert (decided.outcome, decided.release) == (Outcome.RELEASED, made.id)
    assert "accepted by Ada" in decided.scopes[0].reason + decided.scopes[1].reason
    state = services().ledger.scope("mit_climate", "explainers")
    assert (state.records, state.stale_since, state.held_run) == (1, None, "")
    assert run().outcome == Outcome.UNCHANGED


def test_what_a_person_rejects_changes_nothing(held):
    reject(run=held.id, by="Ada", services=services())

    state = services().ledger.scope("mit_climate", "explainers")
    assert (state.records, state.held_run) == (3, "")
    assert state.stale_since
    with pytest.raises(NothingWaits):
        accept(run=held.id, by="Ada", services=services())


def test_nothing_is_decided_twice_or_after_a_later_run_was_good(world, held, run):
    world.feeds["explainers"] = world.feeds["ask-mit-climate"][:0] + [
        {**world.feeds["explainers"][0], "uuid": f"a-explainers-{number}"} for number in range(3)
    ]
    world.say()
    assert run().outcome == Outcome.RELEASED

    with pytest.raises(NothingWaits, match="overtaken"):
        accept(run=held.id, by="Ada", services=services())


def test_an_earlier_release_is_good_again_and_the_next_run_is_compared_with_it(world, run):
    first = run()
    world.feeds["explainers"][0]["title"] = "A wrong title"
    world.say()
    run()

    undone = reapply(source="mit_climate", release=first.release, by="Ada", services=services())

    assert "applied again by Ada" in undone.message
    messages = [arguments["message_id"] for name, arguments in waiting() if name == "flows.announce_release"]
    assert len(set(messages)) == len(messages) == 3
    assert services().ledger.scope("mit_climate", "explainers").release == first.release
    assert scopes_of(run())["explainers"] == "released"


def test_a_release_that_is_not_there_cannot_be_applied(run):
    run()
    with pytest.raises(Terminal, match="no release 'never'"):
        reapply(source="mit_climate", release="never", by="Ada", services=services())
