"""The history of pages."""

from datetime import UTC, datetime

import pytest

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.people.models import User
from learnstead.ports.git import NoSuchRevision
from learnstead.studio.domain import changes, contents, history
from learnstead.studio.models import Content, Site

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def page(site: Site, ada: User, git: BareRepositories, queue: ProcrastinateQueue) -> Content:
    """A page with three versions, renamed in the second."""
    how = {"by": ada, "at": NOON, "queue": queue}
    written = Content(site=site, type="page", dirpath="content/pages", version=0)
    written = contents.create(content=written, title="Notes", markdown="1\n", **how)
    written = contents.save(content=written, expected_version=1, title="Lecture notes", **how)
    written = contents.save(content=written, expected_version=2, markdown="3\n", **how)
    changes.drain(site=site, git=git)
    return written


def test_the_history_goes_back_over_renames(page: Content, git: BareRepositories) -> None:
    versions = history.of(content=page, git=git)
    assert [version.message for version in versions] == [
        "Edit Lecture notes",
        "Rename Notes to Lecture notes",
        "Add Notes",
    ]
    assert {(version.by, version.at) for version in versions} == {("Ada Lovelace", NOON)}


def test_a_save_that_git_does_not_have_yet_is_listed_first(
    page: Content, ada: User, git: BareRepositories, queue: ProcrastinateQueue
) -> None:
    contents.save(content=page, expected_version=3, markdown="4\n", by=ada, at=NOON, queue=queue)
    versions = history.of(content=page, git=git)
    assert (versions[0].commit, versions[0].by, len(versions)) == ("", "Ada Lovelace", 4)


def test_each_version_can_be_read_and_compared(page: Content, git: BareRepositories) -> None:
    first = history.of(content=page, git=git)[-1].commit
    assert history.at(content=page, commit=first, git=git).title == "Notes"
    difference = history.diff(content=page, commit=first, git=git)
    assert "-1\n+3" in difference
    with pytest.raises(NoSuchRevision):
        history.text_at(content=page, commit="0" * 40, git=git)


def test_restoring_is_one_more_save(page: Content, ada: User, git: BareRepositories, queue: ProcrastinateQueue) -> None:
    first = history.of(content=page, git=git)[-1].commit
    restored = history.restore(content=page, commit=first, by=ada, at=NOON, queue=queue, git=git)
    assert (restored.title, restored.markdown, restored.filename, restored.version) == ("Notes", "1\n", "notes", 4)
    changes.drain(site=page.site, git=git)
    assert len(history.of(content=restored, git=git)) == 4
