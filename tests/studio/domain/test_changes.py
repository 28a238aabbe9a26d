"""Changes on their way into git."""

import pytest

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.people.models import User
from learnstead.ports.git import MAIN
from learnstead.studio.domain import changes
from learnstead.studio.models import Change, Site


def record(site: Site, by: User | None, **files: str | None) -> None:
    changes.record(
        site=site,
        by=by,
        message="Edit",
        files={f"{name}.md": text for name, text in files.items()},
        queue=ProcrastinateQueue(),
    )


def test_changes_become_commits_in_order(site: Site, ada: User, git: BareRepositories) -> None:
    record(site, ada, a="1")
    record(site, None, a="2", b="1")
    record(site, ada, b=None)
    assert len(changes.drain(site=site, git=git)) == 4
    assert git.read(site.short_id, MAIN, "a.md") == b"2"
    assert "b.md" not in dict(git.files(site.short_id, MAIN))
    assert [made.author.name for made in git.history(site.short_id)][:2] == ["Ada Lovelace", "Learnstead"]


def test_committed_changes_know_their_commit_and_hold_no_text(site: Site, git: BareRepositories) -> None:
    made = changes.drain(site=site, git=git)
    change = Change.objects.get()
    assert (change.commit, change.files) == (made[0], {})
    assert f"Learnstead-Change: {change.pk}" in git.history(site.short_id)[0].message


def test_draining_twice_commits_once(site: Site, git: BareRepositories) -> None:
    changes.drain(site=site, git=git)
    assert changes.drain(site=site, git=git) == []


def test_a_change_committed_before_the_worker_died_is_not_committed_again(
    site: Site, ada: User, git: BareRepositories
) -> None:
    record(site, ada, a="1")
    changes.drain(site=site, git=git)
    before = git.history(site.short_id)
    latest = Change.objects.last()
    Change.objects.filter(pk=latest.pk).update(commit="", files={"a.md": "1"})  # as if the transaction had been lost
    changes.drain(site=site, git=git)
    assert git.history(site.short_id) == before
    assert Change.objects.get(pk=latest.pk).commit == before[0].id


@pytest.mark.django_db
def test_nothing_is_recorded_without_files(site: Site, ada: User, queue: ProcrastinateQueue) -> None:
    assert changes.record(site=site, by=ada, message="Nothing", files={}, queue=queue) is None


def test_a_file_may_become_a_folder(site: Site, ada: User, git: BareRepositories) -> None:
    record(site, ada, a="file")
    record(site, ada, **{"a": None, "a.md/b": "in a folder"})
    changes.drain(site=site, git=git)
    assert git.read(site.short_id, MAIN, "a.md/b.md") == b"in a folder"
