"""``learnstead source drill``, over sample payloads and over what a run kept."""

import json

import pytest
from click.testing import CliRunner

from learnstead.config.cli.source import check
from learnstead.config.cli.source_drill import drill
from learnstead.flows.ingest_source import Order, ingest
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from tests.data.feeds import feed_of

pytestmark = pytest.mark.django_db


def test_before_the_first_run_a_drill_begins_with_sample_payloads():
    ran = CliRunner().invoke(drill, ["mit_climate", "503", "--json"])

    assert ran.exit_code == 0, ran.output
    said = json.loads(ran.output)
    assert (said["fault"], said["applies"], said["outcome"], said["harmless"]) == ("503", True, "failed", True)
    assert all(scope["plain_lost"] and not scope["lost"] for scope in said["scopes"])
    assert "answered 503" in said["scopes"][0]["reason"]


def test_a_drill_of_what_was_good_last_says_what_learners_would_have_lost_and_leaves_no_trace():
    with feed_of("mit_climate") as world:
        done = ingest(source="mit_climate", services=services(), order=Order(replay=world.url))
    assert done.outcome == Outcome.RELEASED

    ran = CliRunner().invoke(drill, ["mit_climate", "html"])

    assert ran.exit_code == 0, ran.output
    assert "Beginning with what mit_climate answered when its data was good last" in ran.output
    assert "would have taken away 7 of 7 (" in ran.output
    assert "Learners see now all 7, as they were." in ran.output
    assert "mended everything without help" in ran.output
    assert [run.id for run in services().ledger.runs("mit_climate")] == [done.id]
    assert not list(services().objects.list("snapshots/mit_climate/drill"))


def test_a_fault_nobody_knows_is_answered_with_those_there_are():
    ran = CliRunner().invoke(drill, ["mit_climate", "earthquake"])
    assert "there are 503, 500" in str(ran.exception)


def test_a_source_is_checked_with_its_samples_without_a_demo():
    ran = CliRunner().invoke(check, ["mit_climate", "--samples"])
    assert ran.exit_code == 0, ran.output
    assert "mit_climate: released" in ran.output
