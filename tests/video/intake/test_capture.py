"""Recorders put files into a folder, or a bucket; we take them."""

from datetime import timedelta

import pytest

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.objects.folder import FolderStore
from learnstead.ports.intake import IntakeRules, Tray
from learnstead.video.domain.intake import capture
from learnstead.video.models import Captured, Collection, Video
from tests.disks import tiny_disk
from tests.video.intake.conftest import FILM, NOON
from tests.waiting_jobs import waiting

NAME = "MIT-6.046-2017-Spring-lec-mit-0000-2017apr06-0404-L01.mp4"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "tray"
    folder.mkdir()
    return folder


@pytest.fixture
def look(folder, objects, queue, ada):
    def look(minutes=0, *, grows=True, store=objects):
        tray = Tray("hall 1", FolderBucket(folder), "ada", grows)
        at = NOON + timedelta(minutes=minutes)
        given = {"objects": store, "queue": queue, "now": lambda: at, "rules": IntakeRules()}
        return [(found.key, found.outcome) for found in capture.look_into(tray, **given)]

    return look


def test_a_recording_becomes_a_video_when_it_has_stopped_growing(folder, look, keep, objects):
    (folder / NAME).write_bytes(FILM[:100])
    assert look() == [(NAME, "waits")]
    (folder / NAME).write_bytes(FILM)
    assert look(1) == [(NAME, "waits")]
    assert look(2) == [(NAME, "taken")]
    video = Video.objects.get()
    assert (video.title, video.multiangle) == ("Lecture - April 06, 2017", True)
    assert (video.collection.slug, video.collection.title) == ("mit-6-046-2017-spring-l01", "MIT-6.046-2017-Spring-L01")
    assert video.collection.owner.username == "ada"
    assert list(folder.iterdir()) == []
    assert [name for name, _ in waiting()] == ["video.keep"]
    assert objects.get(keep(video.incoming.get())[0].original) == FILM
    assert list(objects.list("video/incoming/")) == []


def test_an_object_store_shows_objects_when_they_are_whole(folder, look):
    (folder / NAME).write_bytes(FILM)
    assert look(grows=False) == [(NAME, "taken")]


def test_the_same_recording_put_there_again_makes_no_second_video(folder, look):
    for name in (NAME, NAME, "another name.mp4"):
        (folder / name).write_bytes(FILM)
        look(grows=False)
    assert Video.objects.count() == 1
    assert list(folder.iterdir()) == []


def test_another_recording_of_the_same_name_is_another_video(folder, look):
    for film in (FILM, FILM + b"2"):
        (folder / NAME).write_bytes(film)
        assert look(grows=False) == [(NAME, "taken")]
    assert (Video.objects.count(), Collection.objects.count()) == (2, 1)


def test_a_recording_that_was_taken_and_could_not_be_removed_is_removed_later(folder, look, objects):
    (folder / NAME).write_bytes(FILM)
    look(grows=False)
    (folder / NAME).write_bytes(FILM)
    version = next(iter(FolderBucket(folder).list(""))).version
    Captured.objects.update(version=version)  # as if we had been killed before the removal
    assert look(grows=False) == [(NAME, "known")]
    assert (Video.objects.count(), list(folder.iterdir())) == (1, [])


def test_unlike_names_go_to_the_unsorted_ones_and_hidden_files_nowhere(folder, look):
    (folder / "sub").mkdir()
    for name in ("Bad Name.mp4", "sub/clip.mp4", ".clip.mp4.part"):
        (folder / name).write_bytes(FILM + name.encode())
    assert look(grows=False) == [("Bad Name.mp4", "taken"), ("sub/clip.mp4", "taken")]
    assert set(Video.objects.values_list("collection__title", "title")) == {
        ("Unsorted", "Bad Name.mp4"),
        ("Unsorted", "clip.mp4"),
    }


def test_an_empty_file_is_not_taken(folder, look):
    (folder / NAME).write_bytes(b"")
    assert look(grows=False) == look(9, grows=True) == [(NAME, "waits")]


def test_a_source_is_kept_when_our_disk_is_full(folder, look, tmp_path):
    (folder / NAME).write_bytes(FILM * 2000)
    (folder / "small.mp4").write_bytes(FILM)
    with tiny_disk(tmp_path / "disk", size="1m") as disk:
        store = FolderStore(disk / "objects")
        assert look(grows=False, store=store) == [(NAME, "failed"), ("small.mp4", "taken")]
    assert [path.name for path in folder.iterdir()] == [NAME]
    assert "disk is full" in Captured.objects.get(key=NAME).fault
    assert look(1, grows=False) == [(NAME, "taken")]


def test_films_must_belong_to_somebody(folder, look, ada):
    ada.delete()
    with pytest.raises(capture.NoOwner, match="'ada'"):
        look()
