from pathlib import Path

import pytest

from learnstead.adapters.postgres import Cluster
from learnstead.kernel.errors import Terminal, Transient
from tests.disks import tiny_disk

pytestmark = pytest.mark.slow


def test_data_of_another_major_version_is_refused_with_both_versions_named(cluster: Cluster) -> None:
    cluster.prepare()
    (cluster.place.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(Terminal, match=r"written by PostgreSQL 14, .* version 18; set LEARNSTEAD_POSTGRES"):
        cluster.start()


def test_a_folder_with_files_of_somebody_else_is_left_alone(cluster: Cluster) -> None:
    cluster.place.data.mkdir(parents=True)
    (cluster.place.data / "thesis.txt").write_text("ten years of work")
    with pytest.raises(Terminal, match="holds files, but no PostgreSQL cluster"):
        cluster.start()
    assert (cluster.place.data / "thesis.txt").read_text() == "ten years of work"


def test_a_creation_that_was_cut_short_is_begun_again(cluster: Cluster) -> None:
    draft = cluster.place.home / "data.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    cluster.start()
    assert not draft.exists()
    assert cluster.postmaster


def test_a_full_disk_is_named_and_nothing_half_made_stays(folder: Path, binaries: Path) -> None:
    with tiny_disk(folder / "disk", size="8m") as disk:
        cluster = Cluster.at(disk / "postgres", binaries=binaries, durable=False)
        with pytest.raises(Terminal, match=r"the disk is full: free some space .*PostgreSQL said: .*No space left"):
            cluster.start()
        assert not cluster.exists


def test_a_second_server_on_the_same_data_is_refused_for_the_moment(cluster: Cluster) -> None:
    cluster.start()
    pid_file = cluster.place.data / "postmaster.pid"
    words = pid_file.read_text()
    pid_file.unlink()
    try:
        with pytest.raises(Transient, match="another PostgreSQL still holds this data"):
            cluster.start()
    finally:
        pid_file.write_text(words)
