"""``learnstead flow``."""

import json

import pytest
from click.testing import CliRunner

from learnstead.config.cli import cli
from learnstead.config.cli import flow as _registers_the_commands  # noqa: F401 - as main() does
from tests.course_sites import make_site

pytestmark = pytest.mark.django_db(transaction=True)


def test_flows_are_listed_with_their_steps() -> None:
    text = CliRunner().invoke(cli, ["flow", "list"]).stdout
    assert "publish-site: An author publishes a site (starts with: publish requested)" in text
    assert "[asynchronous]" in text
    listed = json.loads(CliRunner().invoke(cli, ["flow", "list", "--json"]).stdout)
    assert [one["name"] for one in listed] == ["author-saves", "publish-site", "ingest-source"]


def test_a_replay_prints_each_step_its_time_and_whether_it_was_asynchronous() -> None:
    site = make_site()
    lines = CliRunner().invoke(cli, ["flow", "replay", "publish-site", "--site", site.name]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["commit", "build", "check", "store", "switch", "tell", "gather"]
    assert lines[1].endswith(" s")
    assert lines[-1].endswith("not done  asynchronous")


def test_an_unknown_flow_gets_a_clear_word() -> None:
    assert "there are author-saves, publish-site" in CliRunner().invoke(cli, ["flow", "replay", "nosuch"]).stderr
