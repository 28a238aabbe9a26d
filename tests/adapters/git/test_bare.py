"""What every git host promises, tried on bare repositories in a folder."""

import io
import multiprocessing
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from learnstead.adapters.git.bare import BareRepositories
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.git import MAIN, PREVIEW, RELEASE, Commit, FileChange, NoSuchRevision, Person
from tests.disks import tiny_disk

ADA = Person(name="Ada Lovelace", email="ada@example.org")
NOON = datetime(2026, 1, 2, 12, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def host(tmp_path: Path) -> BareRepositories:
    made = BareRepositories(tmp_path)
    made.create("course-1")
    return made


def commit(host: BareRepositories, message: str = "Edit", **files: str | None) -> str:
    changes = [FileChange(f"{name}.md", None if text is None else text.encode()) for name, text in files.items()]
    return host.commit("course-1", changes, author=ADA, message=message, at=NOON)


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True).stdout


def test_a_new_repository_has_an_empty_commit_on_its_three_branches(host: BareRepositories) -> None:
    assert host.head("course-1") == host.head("course-1", PREVIEW) == host.head("course-1", RELEASE)
    assert list(host.files("course-1", MAIN)) == []
    assert host.history("course-1") == []


def test_creating_twice_changes_nothing(host: BareRepositories) -> None:
    before = commit(host, a="1")
    host.create("course-1")
    assert host.head("course-1") == before


def test_a_commit_has_its_author_time_and_message(host: BareRepositories) -> None:
    made = commit(host, "Edit A\n\nLearnstead-Change: 7\n", a="1")
    assert host.history("course-1") == [Commit(made, ADA, NOON, "Edit A\n\nLearnstead-Change: 7\n")]


def test_files_come_in_path_order(host: BareRepositories) -> None:
    changes = [FileChange(path, path.encode()) for path in ("b/c.md", "b.md", "a.md", "b/a/x.md")]
    host.commit("course-1", changes, author=ADA, message="m", at=NOON)
    assert [path for path, _ in host.files("course-1", MAIN)] == ["a.md", "b.md", "b/a/x.md", "b/c.md"]


def test_a_rename_is_one_commit(host: BareRepositories) -> None:
    commit(host, a="text")
    renamed = commit(host, a=None, b="text")
    assert list(host.files("course-1", renamed)) == [("b.md", b"text")]


def test_removing_what_is_not_there_changes_nothing(host: BareRepositories) -> None:
    before = commit(host, a="1")
    assert commit(host, other=None) == before


def test_a_commit_without_effect_returns_the_head(host: BareRepositories) -> None:
    before = commit(host, a="1")
    assert commit(host, a="1") == before


def test_earlier_versions_stay_readable(host: BareRepositories) -> None:
    first = commit(host, a="1")
    commit(host, a="2")
    assert (host.read("course-1", first, "a.md"), host.read("course-1", MAIN, "a.md")) == (b"1", b"2")


def test_the_history_of_paths_holds_only_what_touched_them(host: BareRepositories) -> None:
    first = commit(host, a="1")
    commit(host, b="1")
    third = commit(host, a=None, c="1")
    assert [found.id for found in host.history("course-1", ["a.md"])] == [third, first]
    assert len(host.history("course-1", limit=2)) == 2


def test_branches_move_one_by_one(host: BareRepositories) -> None:
    first, second = commit(host, a="1"), commit(host, a="2")
    host.point("course-1", PREVIEW, first)
    assert (host.head("course-1", PREVIEW), host.head("course-1")) == (first, second)


def test_many_files_are_one_pack_and_read_the_same(host: BareRepositories, tmp_path: Path) -> None:
    changes = [FileChange(f"content/{number}.md", str(number).encode()) for number in range(500)]
    host.commit("course-1", changes, author=ADA, message="Import", at=NOON)
    assert len(list((tmp_path / "course-1.git/objects/pack").glob("*.pack"))) == 1
    assert dict(host.files("course-1", MAIN))["content/42.md"] == b"42"
    assert list((tmp_path / "course-1.git").glob("incoming-*")) == []
    git(tmp_path / "course-1.git", "fsck", "--strict")


@pytest.mark.slow
def test_loose_objects_are_packed_in_time(host: BareRepositories, tmp_path: Path) -> None:
    repository = tmp_path / "course-1.git"
    for start in range(0, 4000, 99):
        files = {f"f{number}": str(number) for number in range(start, start + 99)}
        commit(host, **files)
    loose = int(git(repository, "count-objects").split()[0])
    assert loose < 3500
    assert len(dict(host.files("course-1", MAIN))) == 4059
    git(repository, "fsck", "--strict")


def _commit_many(root: str, who: str) -> None:
    host = BareRepositories(Path(root))
    for number in range(10):
        commit(host, f"{who} {number}", **{f"{who}{number}": "x"})


def test_writers_in_several_processes_lose_nothing(host: BareRepositories, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_commit_many, args=(str(tmp_path), who)) for who in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(host.history("course-1")) == 30
    assert len(dict(host.files("course-1", MAIN))) == 30


def test_a_lock_left_by_a_killed_writer_is_no_obstacle(host: BareRepositories, tmp_path: Path) -> None:
    (tmp_path / "course-1.git/refs/heads/main.lock").touch()
    assert commit(host, a="1") == host.head("course-1")


@pytest.mark.parametrize("name", ["../x", "", ".hidden", "a/b", "x" * 101])
def test_a_name_that_is_a_path_is_refused(host: BareRepositories, name: str) -> None:
    with pytest.raises(Terminal, match="cannot name a repository"):
        host.create(name)


@pytest.mark.parametrize("path", ["../outside.md", ".git/config", "/absolute.md", "a//b.md"])
def test_a_path_outside_the_tree_is_refused(host: BareRepositories, path: str) -> None:
    with pytest.raises(Terminal, match="could not commit to the repository 'course-1'"):
        host.commit("course-1", [FileChange(path, b"x")], author=ADA, message="m", at=NOON)


def test_what_does_not_exist_is_named(host: BareRepositories) -> None:
    with pytest.raises(NoSuchRevision, match="'other'"):
        host.head("other")
    with pytest.raises(NoSuchRevision, match="'no-branch'"):
        host.head("course-1", "no-branch")
    with pytest.raises(NoSuchRevision, match=r"'a\.md'"):
        host.read("course-1", MAIN, "a.md")


def test_a_broken_repository_is_named(host: BareRepositories, tmp_path: Path) -> None:
    commit(host, a="1")
    shutil.rmtree(tmp_path / "course-1.git/objects")
    (tmp_path / "course-1.git/objects").mkdir()
    with pytest.raises(Terminal, match="course-1"):
        host.read("course-1", MAIN, "a.md")


def test_a_full_disk_may_be_mended_and_loses_nothing(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk", size="1m") as disk:
        host = BareRepositories(disk)
        host.create("course-1")
        first = commit(host, a="1")
        with pytest.raises(Transient, match="the disk is full"):
            host.commit("course-1", [FileChange("big", os.urandom(4_000_000))], author=ADA, message="Too much", at=NOON)
        assert host.head("course-1") == first
        assert host.read("course-1", commit(host, a="2"), "a.md") == b"2"


def test_a_full_disk_during_an_import_may_be_mended(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk", size="2m") as disk:
        host = BareRepositories(disk)
        host.create("course-1")
        before = host.head("course-1")
        changes = [FileChange(f"{number}.md", os.urandom(40_000)) for number in range(120)]
        with pytest.raises(Transient, match="the disk is full"):
            host.commit("course-1", changes, author=ADA, message="Import", at=NOON)
        assert host.head("course-1") == before
        assert commit(host, a="1") == host.head("course-1")


def test_a_deleted_repository_is_gone(host: BareRepositories, tmp_path: Path) -> None:
    host.delete("course-1")
    assert list(tmp_path.iterdir()) == []
    host.delete("course-1")


def test_an_author_without_a_usable_name_is_anonymous(host: BareRepositories) -> None:
    host.commit("course-1", [FileChange("a", b"")], author=Person(name="<>", email=""), message="m", at=NOON)
    assert host.history("course-1")[0].author == Person(name="Anonymous", email="unknown")


def test_upload_pack_lists_the_branches(host: BareRepositories) -> None:
    head = commit(host, a="1")
    listed = b"".join(host.upload_pack("course-1", None)).decode()
    assert f"{head} refs/heads/main" in listed


def test_upload_pack_survives_a_request_that_makes_no_sense(host: BareRepositories) -> None:
    assert b"".join(host.upload_pack("course-1", io.BytesIO(b"0032want nothing\n" * 1000))) is not None


def test_times_keep_their_zone(host: BareRepositories) -> None:
    host.commit("course-1", [FileChange("a", b"")], author=ADA, message="m", at=NOON.astimezone(UTC))
    assert host.history("course-1")[0].at.utcoffset() == timedelta(0)


def test_the_paths_that_differ_between_two_revisions_are_known(host: BareRepositories) -> None:
    before = commit(host, kept="1", changed="1", renamed="same", removed="1")
    after = commit(host, changed="2", renamed=None, moved="same", removed=None, added="1")
    names = ["added.md", "changed.md", "moved.md", "removed.md", "renamed.md"]
    assert host.changed_paths("course-1", before, after) == names
    assert host.changed_paths("course-1", after, before) == names
    assert host.changed_paths("course-1", after, after) == []
