"""Nothing acknowledged is lost, whatever is killed."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.people.models import User
from learnstead.ports.git import MAIN
from learnstead.ports.services import services
from learnstead.studio.domain import changes, contents
from learnstead.studio.models import Change, Content, Site
from tests import installation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
KILLS = 6


@pytest.fixture
def page(site: Site, ada: User, queue: ProcrastinateQueue) -> Content:
    services().git.delete(site.short_id)
    new = Content(site=site, type="page", dirpath="content/pages", version=0)
    return contents.create(content=new, title="Notes", by=ada, at=NOON, queue=queue)


def saver(page: Content, diary: Path) -> subprocess.Popen[bytes]:
    parts = connection.settings_dict
    url = f"postgresql://{parts['USER']}@/{parts['NAME']}?host={parts['HOST']}"
    program = [sys.executable, "-m", "tests.studio.domain.saving_program", str(page.pk), str(diary)]
    settings = {"DJANGO_SETTINGS_MODULE": "learnstead.config.settings", "DATABASE_URL": url}
    return subprocess.Popen(program, env={**os.environ, **settings})


def wait_for_more_saves(diary: Path, process: subprocess.Popen[bytes]) -> None:
    before, deadline = diary.stat().st_size, time.monotonic() + 60
    while diary.stat().st_size == before:
        assert process.poll() is None, "the saving program ended by itself"
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def assert_everything_is_in_git(page: Content, acknowledged: list[str]) -> None:
    git, site = services().git, page.site
    changes.drain(site=site, git=git)
    text = git.read(site.short_id, MAIN, "content/pages/notes.md").decode()
    stored = Content.objects.get(pk=page.pk)
    assert text.endswith(stored.markdown)
    assert [line for line in stored.markdown.splitlines() if line in set(acknowledged)] == acknowledged
    commits = git.history(site.short_id, limit=10_000)
    assert len(commits) == Change.objects.filter(site=site).count()
    assert len({commit.message for commit in commits}) == len(commits)
    repository = installation.DATA / "repositories" / f"{site.short_id}.git"
    subprocess.run(["git", "-C", str(repository), "fsck", "--strict"], check=True, capture_output=True)


def test_a_process_killed_while_it_saves_and_commits_loses_and_doubles_nothing(page: Content, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    diary.touch()
    for _ in range(KILLS):
        process = saver(page, diary)
        try:
            wait_for_more_saves(diary, process)
            time.sleep(random.uniform(0, 0.3))  # noqa: S311 - any moment will do
        finally:
            process.kill()
            process.wait()
    assert_everything_is_in_git(page, diary.read_text().splitlines())


def restart_postgresql() -> None:
    """As a crash: connections are cut, nothing is finished, the next start replays the log."""
    cluster = installation._own_cluster()
    postmaster = cluster.postmaster
    assert postmaster is not None
    os.kill(postmaster.pid, signal.SIGQUIT)
    while cluster.postmaster:
        time.sleep(0.02)
    cluster.start()


@pytest.mark.skipif("LEARNSTEAD_TEST_DATABASE_URL" in os.environ, reason="the tests were given another server")
def test_a_restart_of_postgresql_loses_nothing_acknowledged(page: Content, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    diary.touch()
    for _ in range(2):
        process = saver(page, diary)
        try:
            wait_for_more_saves(diary, process)
            restart_postgresql()
            process.wait(timeout=60)  # its connection is gone; a worker would be started again
        finally:
            process.kill()
            process.wait()
        connection.close()
    assert_everything_is_in_git(page, diary.read_text().splitlines())
