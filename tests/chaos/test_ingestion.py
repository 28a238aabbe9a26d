"""A run of a source, killed at one of its writes, twice: nothing that was good is lost, and it ends well."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from learnstead.data.guard.good import LastGood
from learnstead.data.releasing import read_manifest
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from tests import installation
from tests.data.climate import PATHS, article, climate
from tests.waiting_jobs import forget, waiting

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "10"))
# Before and after each of the writes of a run that changes both feeds; there are a few more.
MOMENTS = 31
REPOSITORY = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def world():
    forget()
    with climate() as found:
        yield found


@pytest.fixture
def ingest(world):
    """Runs the source in a process that is killed at a write; returns how it ended."""
    environment = installation.environment()
    database = urlsplit(environment["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.ingesting"],
        cwd=REPOSITORY,
        env={
            **os.environ,
            **environment,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "learnstead.config.settings",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def once(run, kill_at=0):
        child.stdin.write(json.dumps({"run": run, "replay": world.url, "kill_at": kill_at}) + "\n")
        child.stdin.flush()
        return json.loads(child.stdout.readline())

    with child:
        yield once
        child.stdin.close()


def titles():
    """What is good, for learners."""
    states = services().ledger.scopes("mit_climate")
    return {line.record.title for state in states for line in LastGood(services().objects, state).decoded()}


def say(world, words):
    for name in PATHS:
        world.feeds[name] = [article(f"{name}-{number}", title=f"{words} {number}") for number in range(3)]
    world.say()
    return {f"{words} {number}" for number in range(3)}


def test_a_run_that_is_killed_at_any_write_loses_nothing_and_ends_well(world, ingest):
    before = say(world, "First")
    assert ingest("run-first") == "ended 0"
    chance = random.Random(20261121)  # noqa: S311 - chance, not secrets
    for number, kill_at in enumerate(sorted(chance.sample(range(1, MOMENTS), min(ROUNDS, MOMENTS - 1)))):
        after, run = say(world, f"Round {number}:"), f"run-{number:03}"
        assert ingest(run, kill_at) == "killed"
        assert titles() in (before, after)
        again = f"{run}-again" if number % 3 == 0 else run  # sometimes another run finds what is left
        ingest(again, chance.randrange(1, MOMENTS))
        assert titles() in (before, after)
        assert ingest(again) == "ended 0"
        assert titles() == after
        before = after

    released = [release.id for release in services().ledger.releases(limit=1000)]
    told = [arguments["event"]["data"]["release"] for name, arguments in waiting() if "announce" in name]
    assert sorted(told) == sorted(released)
    assert all(read_manifest(services().objects, "mit_climate", release) for release in released)
    assert not [run for run in services().ledger.runs(limit=1000) if run.outcome == Outcome.RUNNING]
