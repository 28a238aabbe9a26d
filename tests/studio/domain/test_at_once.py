"""Several people at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.people.models import User
from learnstead.ports.git import MAIN
from learnstead.studio.domain import changes, contents
from learnstead.studio.domain.contents import Conflict
from learnstead.studio.models import Change, Content, Site

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


def at_once(work: Callable[[int], object]) -> list[object]:
    """Do ``work`` in several threads; what each of them returned."""

    def alone(number: int) -> object:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as threads:
        return list(threads.map(alone, range(PEOPLE)))


@pytest.fixture
def how(ada: User) -> dict[str, object]:
    return {"by": ada, "at": datetime(2026, 1, 2, tzinfo=UTC), "queue": ProcrastinateQueue()}


def test_pages_of_one_title_get_different_files(site: Site, how: dict[str, object]) -> None:
    def start(_: int) -> str:
        page = Content(site=Site.objects.get(), type="page", dirpath="content/pages", version=0)
        return contents.create(content=page, title="Notes", **how).filename

    assert sorted(at_once(start)) == ["notes", "notes2", "notes3", "notes4", "notes5", "notes6"]


def test_one_of_several_saves_of_one_line_wins_and_the_others_are_told(site: Site, how: dict[str, object]) -> None:
    page = Content(site=site, type="page", dirpath="content/pages", version=0)
    page = contents.create(content=page, title="Notes", markdown="start\n", **how)

    def save(number: int) -> str:
        mine = Content.objects.select_related("site__starter").get(pk=page.pk)
        try:
            return contents.save(content=mine, expected_version=1, markdown=f"{number}\n", **how).markdown
        except Conflict as problem:
            return f"after {problem.theirs.markdown}"

    answers = at_once(save)
    stored = Content.objects.get(pk=page.pk)
    assert sorted(answers) == sorted([stored.markdown, *[f"after {stored.markdown}"] * (PEOPLE - 1)])
    assert stored.version == 2


def test_several_who_drain_commit_every_change_once(site: Site, git: BareRepositories, ada: User) -> None:
    for number in range(10):
        changes.record(site=site, by=ada, message="Edit", files={f"{number}.md": "x"}, queue=ProcrastinateQueue())
    made = at_once(lambda _: changes.drain(site=Site.objects.get(), git=git))
    assert sum(len(commits) for commits in made) == 11
    assert len(git.history(site.short_id)) == 11
    assert len(dict(git.files(site.short_id, MAIN))) == 12
    assert not Change.objects.filter(commit="").exists()
