"""Cloning courses with a real git over HTTP."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.studio.domain import changes
from learnstead.studio.models import Build, Content, Site

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


def make_live(site: Site) -> None:
    site.live = Build.objects.create(
        site=site, number=1, version="live", status="succeeded", release="r", requested_at=datetime.now(UTC)
    )
    site.save()


@pytest.fixture
def course(site: Site, ada: User) -> Site:
    """A course with a commit, in the repositories that the server serves."""
    ada.set_password(PASSWORD)
    ada.save()
    services().git.delete(site.short_id)
    changes.drain(site=site, git=services().git)
    return site


def clone(server: LiveServer, into: Path, *, user: str = "", name: str = "env.1-2026") -> subprocess.CompletedProcess:
    address = server.url.replace("//", f"//{user}@" if user else "//") + f"/git/{name}.git"
    command = ["git", "-c", "credential.helper=", "clone", "-q", address, str(into)]
    environment = {"GIT_TERMINAL_PROMPT": "0", "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(into.parent)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_anyone_clones_a_live_course(course: Site, live_server: LiveServer, tmp_path: Path) -> None:
    make_live(course)
    done = clone(live_server, tmp_path / "clone")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "clone/data/course.json").exists()
    head = subprocess.run(
        ["git", "-C", str(tmp_path / "clone"), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    )
    assert head.stdout.strip() == services().git.head(course.short_id)


def test_a_clone_can_be_brought_up_to_date(course: Site, live_server: LiveServer, tmp_path: Path) -> None:
    make_live(course)
    clone(live_server, tmp_path / "clone")
    changes.record(site=course, by=None, message="More", files={"content/pages/x.md": "x"}, queue=services().queue)
    changes.drain(site=course, git=services().git)
    subprocess.run(["git", "-C", str(tmp_path / "clone"), "pull", "-q"], check=True)
    assert (tmp_path / "clone/content/pages/x.md").read_text() == "x"


def test_a_course_that_is_not_live_asks_for_an_account(course: Site, live_server: LiveServer, tmp_path: Path) -> None:
    assert clone(live_server, tmp_path / "without").returncode != 0
    done = clone(live_server, tmp_path / "with", user=f"ada:{PASSWORD.replace(' ', '%20')}")
    assert (done.returncode, done.stderr) == (0, "")
    assert clone(live_server, tmp_path / "wrong", user="ada:wrong").returncode != 0


def test_an_outsider_cannot_tell_a_hidden_course_from_a_missing_one(course: Site, client: Client, bo: User) -> None:
    client.force_login(bo)
    answers = [client.get(f"/git/{name}.git/info/refs?service=git-upload-pack") for name in (course.short_id, "no")]
    assert [(answer.status_code, answer.content) for answer in answers] == [(404, b"There is no such course.\n")] * 2


def test_a_member_clones_by_session(course: Site, client: Client, ada: User) -> None:
    client.force_login(ada)
    answer = client.get(f"/git/{course.short_id}.git/info/refs?service=git-upload-pack")
    assert b"refs/heads/main" in b"".join(answer.streaming_content)


@pytest.mark.parametrize("path", ["info/refs?service=git-receive-pack", "info/refs"])
def test_a_push_is_refused(course: Site, client: Client, path: str) -> None:
    make_live(course)
    assert client.get(f"/git/{course.short_id}.git/{path}").status_code == 403
    assert client.post(f"/git/{course.short_id}.git/git-receive-pack").status_code == 403


def test_git_itself_cannot_push(course: Site, live_server: LiveServer, tmp_path: Path) -> None:
    make_live(course)
    clone(live_server, tmp_path / "clone")
    git = ["git", "-C", str(tmp_path / "clone"), "-c", "user.name=a", "-c", "user.email=b"]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
    assert subprocess.run([*git, "push", "-q"], capture_output=True, check=False).returncode != 0
    assert Content.objects.filter(site=course).exists()


def test_a_request_that_is_not_gzip_is_refused(course: Site, client: Client) -> None:
    make_live(course)
    answer = client.post(
        f"/git/{course.short_id}.git/git-upload-pack",
        data=b"not gzip",
        content_type="application/x-git-upload-pack-request",
        headers={"Content-Encoding": "gzip"},
    )
    assert answer.status_code == 400
