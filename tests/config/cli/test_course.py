"""``learnstead course``: import, list, export."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django.live_server_helper import LiveServer

from learnstead.config.cli.course import course
from learnstead.config.starters import NoSuchStarter, register_built_in_starters, starter_called
from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.studio.models import Build, Site
from tests import installation

pytestmark = pytest.mark.slow

FILES = {
    "content/pages/a.md": "---\ncontent_type: page\ntitle: A\nuid: uid-a\n---\nText\n",
    "data/course.json": '{\n  "course_title": "A course"\n}',
    "config/_default/menus.yaml": "leftnav: []\n",
}


@pytest.fixture(autouse=True)
def _no_repository_is_left_for_another_test() -> Iterator[None]:
    yield
    shutil.rmtree(installation.DATA / "repositories", ignore_errors=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / "c.1" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "c.1" / path).write_text(text)
    return tmp_path / "c.1"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(course, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.mark.django_db
def test_a_course_goes_in_and_comes_out_the_same(folder: Path, tmp_path: Path) -> None:
    User.objects.create_user("ada")
    assert run("import", str(folder), "--owner", "ada").startswith("c-1: 3 new, 0 changed")
    assert run("export", "c.1", str(tmp_path / "out")) == f"3 files written to {tmp_path / 'out'}\n"
    assert {path: (tmp_path / "out" / path).read_text() for path in FILES} == FILES
    assert services().git.history("c.1", limit=1)[0].author.name == "ada"


@pytest.mark.django_db
def test_courses_are_listed_for_people_and_programs(folder: Path) -> None:
    run("import", str(folder))
    assert "A course" in run("list")
    assert [row["short_id"] for row in json.loads(run("list", "--json"))] == ["c.1"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["import", "nowhere"], "there is nothing at 'nowhere'"),
        (["import", ".", "--starter", "nothing"], "there is no starter 'nothing'; there are course, www"),
        (["import", ".", "--owner", "nobody"], "there is no account 'nobody'"),
        (["export", "nothing", "out"], "there is no course 'nothing'"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], problem: str) -> None:
    with pytest.raises(Terminal, match=problem):
        CliRunner().invoke(course, arguments, catch_exceptions=False)


@pytest.mark.django_db
def test_shipped_starters_are_registered() -> None:
    assert [starter.slug for starter in register_built_in_starters()] == ["course", "www"]
    assert starter_called("course").name == "Course"


@pytest.mark.django_db
def test_a_starter_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text("root-url-path: x\ncollections: []\n")
    assert starter_called(str(tmp_path / "my.yaml")).slug == "my"
    with pytest.raises(NoSuchStarter):
        starter_called("other")


@pytest.mark.django_db(transaction=True)
def test_a_course_is_imported_over_http_from_another_installation(
    folder: Path, live_server: LiveServer, tmp_path: Path
) -> None:
    run("import", str(folder))
    site = Site.objects.get()
    site.live = Build.objects.create(
        site=site, number=1, version="live", status="succeeded", release="r", requested_at=site.created_at
    )
    site.save()
    address = f"{live_server.url}/git/c.1.git"
    with pytest.raises(Terminal, match="only https"):
        run("import", address)
    assert run("import", address, "--allow-private").startswith("c-1: 0 new, 0 changed")
