"""The source commands, in a small world, without web server or worker."""

import json

import pytest
from click.testing import CliRunner

from learnstead.config.cli import cli
from learnstead.config.cli import source_decisions as _registers_the_commands  # noqa: F401 - as main() does
from learnstead.kernel.errors import Terminal
from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests.data.climate import climate

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    with climate() as found:
        yield found


@pytest.fixture
def source():
    def call(*words):
        result = CliRunner().invoke(cli, ["source", *words])
        if isinstance(result.exception, Terminal):
            raise result.exception
        return result

    return call


@pytest.fixture
def run(source, world):
    return lambda *words: source("run", "mit_climate", "--replay", world.url, *words)


def shown():
    return sorted(LearningResource.objects.filter(published=True).values_list("readable_id", flat=True))


def test_a_run_is_told_in_a_few_lines_and_applied_here_when_nobody_else_does(run):
    done = run()

    assert done.exit_code == 0, done.output
    assert "mit_climate: released" in done.stdout
    assert "explainers: released, 3 records; 3 new" in done.stdout
    assert "was applied here, since" in done.stdout
    assert len(shown()) == 6
    assert services().ledger.releases("mit_climate")[0].applied


def test_a_run_in_json_and_without_waiting(run):
    said = json.loads(run("--json", "--no-wait", "--now", "2024-09-01T12:00:00Z").stdout)

    assert (said["outcome"], said["clock"], said["frozen"]) == ("released", "2024-09-01T12:00:00Z", True)
    assert {scope["scope"]: scope["added"] for scope in said["scopes"]} == {"explainers": 3, "ask-mit-climate": 3}
    assert shown() == []


def test_what_is_held_is_shown_accepted_and_undone(source, world, run):
    run()
    first = services().ledger.releases("mit_climate")[0].id
    del world.feeds["explainers"][1:]
    world.say()

    held = run()
    assert held.exit_code == 3
    assert "held: 2 of 3 are missing at once" in held.stdout
    assert "learnstead source accept mit_climate" in held.stdout
    assert "held" in next(line for line in source("list").stdout.splitlines() if line.startswith("mit_climate"))
    assert "- Why does winter explainers-1 feel mild?" in source("diff", "mit_climate").stdout
    assert len(shown()) == 6

    assert "2 are gone" in source("accept", "mit_climate").stdout
    assert len(shown()) == 4

    assert "was applied again by" in source("apply", "mit_climate", first).stdout
    assert len(shown()) == 6
    assert first in source("releases", "mit_climate").stdout


def test_what_is_rejected_is_put_aside(source, world, run):
    run()
    del world.feeds["explainers"][1:]
    world.say()
    run()

    assert "was put aside" in source("reject", "mit_climate").stdout
    with pytest.raises(Terminal, match="nothing waits"):
        source("accept", "mit_climate")
    assert "stale" in source("show", "mit_climate").stdout


def test_a_dry_run_and_a_check_leave_no_trace(source, world, run):
    assert "released" in run("--dry-run").stdout
    checked = source("check", "mit_climate", "--replay", world.url)

    assert (checked.exit_code, services().ledger.runs(), shown()) == (0, [], [])


def test_a_source_that_lacks_something_says_what(source):
    checked = source("check", "posthog_views")
    ran = source("run", "posthog_views")

    assert (checked.exit_code, ran.exit_code) == (1, 1)
    assert "LEARNSTEAD_OBJECTS" in checked.stdout
    assert "LEARNSTEAD_OBJECTS" in ran.stdout


def test_every_source_is_listed_and_shows_what_it_needs(source):
    rows = json.loads(source("list", "--json").stdout)
    podcast = json.loads(source("show", "podcast", "--json").stdout)

    assert {row["state"] for row in rows} == {"never run"}
    assert len(rows) >= 20
    assert podcast["thresholds"]["absent_runs"] == 2


@pytest.mark.parametrize(
    ("words", "says"), [(("run",), "name one source, or say --all"), (("run", "x", "--now", "noon"), "is no time")]
)
def test_what_cannot_be_meant_is_refused(source, words, says):
    refused = source(*words)

    assert refused.exit_code == 2
    assert says in refused.output
