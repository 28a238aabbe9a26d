"""The publishing commands, without a worker."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from learnstead.config.cli import cli
from learnstead.config.cli import publishing as _registers_the_commands  # noqa: F401 - as main() does
from learnstead.kernel.errors import Terminal
from learnstead.studio.models import Build
from tests.course_sites import commit, make_site

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def call(*words: str) -> Result:
        result = CliRunner().invoke(cli, ["course", *words])
        if isinstance(result.exception, Terminal):
            raise result.exception
        return result

    return call


def test_publish_with_wait_does_the_work_itself_and_shows_its_steps(run: Run) -> None:
    site = make_site()
    result = run("publish", site.name, "--to", "live", "--wait")
    assert result.exit_code == 0
    assert f"live build 1: {Build.objects.get(site=site).files} files at " in result.stdout
    assert f"/{site.url_path}/" in result.stdout
    for step in ("commit", "build", "check", "store", "switch"):
        assert step in result.stderr


def test_publish_without_wait_leaves_it_to_a_worker(run: Run) -> None:
    site = make_site()
    assert run("publish", site.name).stdout == "draft build 1 waits for a worker\n"


def test_a_refused_page_is_named_with_its_line_and_the_command_fails(run: Run) -> None:
    site = make_site()
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\n{{< nosuch >}}\n"})
    result = run("publish", site.name, "--wait")
    assert result.exit_code == 1
    assert "draft build 1 failed: content/pages/gears.md:4: " in result.stdout


def test_builds_can_be_listed_gone_back_to_and_taken_away(run: Run) -> None:
    site = make_site()
    run("publish", site.name, "--to", "live", "--wait")
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\nAnew.\n"})
    run("publish", site.name, "--to", "live", "--wait")
    run("rollback", site.name, "1")
    listed = json.loads(run("builds", site.name, "--json").stdout)
    assert [(row["number"], row["status"], row["served"]) for row in listed] == [
        (3, "succeeded", True),
        (2, "succeeded", False),
        (1, "succeeded", False),
    ]
    assert "went back to build 1" in run("builds", site.name).stdout.splitlines()[0]
    assert "no longer public" in run("unpublish", site.name).stdout
    with pytest.raises(Terminal, match="has no build 9"):
        run("rollback", site.name, "9")
