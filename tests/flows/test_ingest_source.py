"""A source, from its feed to the release that learn is told of."""

from dataclasses import replace

import pytest

from learnstead.adapters.egress.waiting import Time
from learnstead.config.outside import ConfiguredOutside
from learnstead.data.releasing import read_manifest
from learnstead.flows.ingest_source import Order, ingest
from learnstead.kernel.contracts.releases import decode_lines, prefix_of
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from tests.data.climate import climate
from tests.waiting_jobs import forget, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def given():
    """The services of this process, with a client that does not wait between attempts."""
    hurried = ConfiguredOutside(scratch=services().scratch, time=Time(sleep=lambda _seconds: None))
    return replace(services(), outside=hurried)


@pytest.fixture
def world():
    forget()
    with climate() as found:
        yield found


@pytest.fixture
def run(world, given):
    def once(**how):
        return ingest(source="mit_climate", services=given, order=Order(replay=world.url, **how))

    return once


def lines_of(release):
    objects, prefix = services().objects, prefix_of("mit_climate", release)
    found = {}
    for scope in read_manifest(objects, "mit_climate", release).scopes:
        with objects.open(f"{prefix}/{scope.file}") as file:
            found |= {line.key: line for line in decode_lines(file)}
    return found


def scopes_of(done):
    return {result.scope: str(result.outcome) for result in done.scopes}


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
