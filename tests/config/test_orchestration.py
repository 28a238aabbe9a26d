"""Dagster's view of the ingestion."""

from dataclasses import replace

import dagster
import pytest

from learnstead.adapters.egress.waiting import Time
from learnstead.config.orchestration.assets import assets_of
from learnstead.config.orchestration.definitions import definitions
from learnstead.config.outside import ConfiguredOutside
from learnstead.data import registry
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import install, services
from tests.data.climate import climate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world(tmp_path):
    before = services()
    with climate() as found:
        env = {"LEARNSTEAD_REPLAY": found.url}
        outside = ConfiguredOutside(scratch=tmp_path, env=env, time=Time(sleep=lambda _seconds: None))
        install(replace(before, outside=outside))
        yield found
    install(before)


def materialise():
    with dagster.DagsterInstance.ephemeral() as instance:
        return dagster.materialize(assets_of(registry.named("mit_climate")), instance=instance)


def checks(done):
    return {one.check_name: one.passed for one in done.get_asset_check_evaluations()}


def test_every_source_has_its_assets_its_job_and_its_schedule():
    repository = definitions.get_repository_def()
    for source in registry.every().values():
        keys = {key.path[-1] for key in repository.asset_graph.get_all_asset_keys() if key.path[0] == source.name}
        assert keys == {"snapshot", "records", "release"}
        assert repository.has_job(source.name)
        if source.schedules:
            assert list(repository.get_schedule_def(source.name).cron_schedule) == list(source.schedules)


def test_a_job_runs_the_flow_and_its_checks_say_what_the_guard_found(world):
    assert checks(materialise()) == {
        "every_scope_was_fetched": True,
        "nothing_is_held": True,
        "nothing_is_quarantined": True,
    }
    first = services().ledger.runs("mit_climate")[0]
    assert (first.outcome, first.trigger) == (Outcome.RELEASED, "schedule")

    del world.feeds["explainers"][1:]
    world.say(ask_mit_climate=503)
    found = checks(materialise())

    assert (found["every_scope_was_fetched"], found["nothing_is_held"]) == (False, False)
    assert services().ledger.runs("mit_climate")[0].outcome == Outcome.HELD
