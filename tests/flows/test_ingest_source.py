"""A source, from its feed to the release that learn is told of."""

from dataclasses import replace

import pytest

from learnstead.data import registry
from learnstead.flows import ingest_source
from learnstead.flows.ingest_source import BrokenOff, Order, ingest
from learnstead.flows.rehearsing_a_run import rehearse
from learnstead.flows.replaying import replay_ingest_source
from learnstead.kernel.errors import Terminal
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from tests.flows.released import lines_of, scopes_of
from tests.waiting_jobs import waiting

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_a_first_run_releases_everything_and_asks_for_learn_to_be_told(world, run):
    done = run()

    assert done.outcome == Outcome.RELEASED
    assert len(lines_of(done.release)) == 6
    assert {line.run for line in lines_of(done.release).values()} == {done.id}
    ((name, arguments),) = waiting()
    assert name == "flows.announce_release"
    assert arguments["event"] == {
        "type": "release.made",
        "data": {"source": "mit_climate", "release": done.release},
    }


def test_the_same_again_releases_nothing_and_asks_for_nothing(world, run):
    run()
    again = run()

    assert (again.outcome, again.release, len(waiting())) == (Outcome.UNCHANGED, "", 1)


def test_a_feed_that_is_down_keeps_what_was_good_and_does_not_stop_the_other(world, run):
    run()
    world.feeds["ask-mit-climate"][0]["title"] = "Is it the sun?"
    world.say(explainers=503)

    done = run()

    assert done.outcome == Outcome.PARTLY
    assert scopes_of(done) == {"explainers": "failed", "ask-mit-climate": "released"}
    assert "503" in next(result.reason for result in done.scopes if result.scope == "explainers")
    assert len(lines_of(done.release)) == 3
    assert services().ledger.scope("mit_climate", "explainers").stale_since


def test_the_steps_can_be_done_by_different_processes(world, given):
    begun = ingest_source.begin(source="mit_climate", services=given, trigger="schedule", order=Order(replay=world.url))
    ingest_source.fetch(run=begun.id, services=given)
    guarded = ingest_source.normalise_and_guard(run=begun.id, services=given)
    assert scopes_of(guarded) == {"explainers": "released", "ask-mit-climate": "released"}
    assert not services().ledger.scopes("mit_climate")

    done = ingest_source.release(run=begun.id, services=given)
    assert done.outcome == Outcome.RELEASED
    assert [name for name, _ in done.steps] == ["fetch", "guard", "release"]


def test_a_run_goes_on_behind_what_it_fetched_when_it_is_asked_for_again(world, given):
    begun = ingest_source.begin(source="mit_climate", services=given, trigger="schedule", order=Order(replay=world.url))
    ingest_source.fetch(run=begun.id, services=given)
    world.say(explainers=503, ask_mit_climate=503)

    done = ingest(source="mit_climate", services=given, run=begun.id)

    assert (done.id, done.outcome) == (begun.id, Outcome.RELEASED)


def test_a_run_that_was_overtaken_does_not_release_what_it_has(world, given, run):
    begun = ingest_source.begin(source="mit_climate", services=given, trigger="schedule", order=Order(replay=world.url))
    ingest_source.fetch(run=begun.id, services=given)
    run()

    with pytest.raises(BrokenOff, match="began anew"):
        ingest_source.normalise_and_guard(run=begun.id, services=given)
    assert ingest(source="mit_climate", services=given, run=begun.id).outcome == Outcome.FAILED


def test_a_rehearsal_says_what_would_happen_and_leaves_no_trace(world, given, run):
    run()
    world.feeds["explainers"][0]["title"] = "Is it the wind?"
    objects = {info.key for info in services().objects.list("")}

    rehearsal = rehearse(source="mit_climate", services=given, order=Order(replay=world.url))

    assert scopes_of(rehearsal.run) == {"explainers": "released", "ask-mit-climate": "unchanged"}
    changed = next(one for one in rehearsal.differences() if one.scope == "explainers").changed
    assert [one.fields["title"] for one in changed] == [("Why does winter explainers-0 feel mild?", "Is it the wind?")]
    assert len(services().ledger.runs("mit_climate")) == len(waiting()) == 1
    assert {info.key for info in services().objects.list("")} == objects


def test_the_demo_stays_away_when_there_is_data_from_the_real_world(world, run):
    run()
    done = run(demo=True)

    assert (done.outcome, done.message) == (Outcome.SKIPPED, "the demo stays away: there is data from the real world")


def test_a_source_without_what_it_needs_is_skipped_and_says_what_to_set(given):
    done = ingest(source="posthog_views", services=given)

    assert done.outcome == Outcome.SKIPPED
    assert "LEARNSTEAD_OBJECTS" in done.message


def test_there_is_no_source_of_another_name(given):
    with pytest.raises(Terminal, match="there is no source 'nowhere'; there are"):
        ingest(source="nowhere", services=given)
    assert "nowhere" not in registry.every()


def test_the_flow_can_be_played_again_and_changes_nothing(world, given, run):
    run()
    steps = replay_ingest_source(site=None, services=given)

    assert [(step.step, step.result["outcome"]) for step in steps] == [
        ("fetch", "unchanged"), ("guard", "unchanged"), ("release", "unchanged"),
    ]  # fmt: skip


def test_a_run_that_meets_our_own_mistake_fails_and_says_so(world, given, run):
    run()

    class Broken:
        def __getattr__(self, name):
            return getattr(given.objects, name)

        def put(self, key, data):
            if key.startswith("candidates/"):
                raise ZeroDivisionError("our own mistake")
            given.objects.put(key, data)

    with pytest.raises(ZeroDivisionError):
        ingest(source="mit_climate", services=replace(given, objects=Broken()), order=Order(replay=world.url))

    last = services().ledger.runs("mit_climate")[0]
    assert (last.outcome, last.message) == (Outcome.FAILED, "ZeroDivisionError: our own mistake")
    assert services().ledger.scope("mit_climate", "explainers").stale_since
