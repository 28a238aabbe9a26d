"""Hostile files, stores that fail, full disks: a clear state, nothing lost, nothing half served."""

import resource
from contextlib import contextmanager
from pathlib import PurePosixPath

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.kernel.errors import Transient
from learnstead.video.domain import keys
from learnstead.video.domain.transcoding import work
from learnstead.video.models import TranscodePiece, Video
from tests.video import workbench
from tests.video.clips import HARM, clip
from tests.video.hls import named
from tests.waiting_jobs import waiting

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Status = Video.Status


class Failing(FolderStore):
    """A store that refuses to keep each object for the first ``times``."""

    def __init__(self, root, times: int) -> None:
        super().__init__(root)
        self.times, self.refused = times, {}

    def put(self, key, data, *, lasting=True) -> None:
        self.refused[key] = self.refused.get(key, 0) + 1
        if "originals" not in key and self.refused[key] <= self.times:
            raise Transient("the store is away")
        super().put(key, data, lasting=lasting)


def is_whole(store, video) -> bool:
    """Whether everything that a player may come upon is there; True as well when there is nothing to play."""
    if video.current is None:
        return True
    top = keys.delivery(video.current)
    there = {one.key for one in store.list(f"{top}/")}
    playlists = [name for name in named(store.get(f"{top}/{keys.MASTER}").decode()) if name.endswith(".m3u8")]
    media = [
        f"{top}/{PurePosixPath(playlist).parent}/{name}"
        for playlist in playlists
        for name in named(store.get(f"{top}/{playlist}").decode())
    ]
    return bool(media) and set(media) <= there


def test_a_store_that_fails_again_and_again_delays_a_film_and_shows_nothing_half(tmp_path):
    store = Failing(tmp_path / "objects", times=1)
    bench = workbench.bench(store, tmp_path / "scratch")
    revision = workbench.film(store, clip("wide-copied"))
    workbench.prepare(revision, bench)
    while asked := [arguments["piece"] for name, arguments in waiting() if name.startswith("video.encode")]:
        piece = TranscodePiece.objects.filter(pk__in=asked, done_at=None).order_by("-pk").first()
        if piece is None:
            break
        work.do(piece, bench)
        assert is_whole(store, Video.objects.get())
    video = Video.objects.get()
    assert (video.status, video.current_id) == (Status.COMPLETE, revision.pk)
    assert is_whole(store, video)
    assert not list(store.list(f"{keys.work(revision)}/"))


def test_a_store_that_stays_away_fails_the_job_and_keeps_the_original(tmp_path):
    store = Failing(tmp_path / "objects", times=99)
    revision = workbench.transcode(workbench.film(store, clip("brief")), workbench.bench(store, tmp_path / "scratch"))
    assert (revision.video.status, revision.video.current) == (Status.FAILED_INTERNAL, None)
    assert revision.video.message == "the store is away"
    assert store.get(revision.original) == clip("brief").read_bytes()


@contextmanager
def full_disk():
    """No file may grow beyond a few bytes; for ffmpeg see test_encoding."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_delays_a_film(store, bench):
    revision = workbench.film(store, clip("brief"))
    workbench.prepare(revision, bench)
    piece = TranscodePiece.objects.get(kind="copy")
    for stage in ("the original is here", "it has to be fetched"):
        with full_disk():
            work.do(piece, bench)
        piece.refresh_from_db()
        assert (stage, piece.done_at, piece.leased_by, piece.job.state) == (stage, None, "", "running")
        bench.workshop.clear(revision)
    assert piece.failures == 2
    assert Video.objects.get().status == Status.TRANSCODING
    workbench.work_off(revision, bench)
    assert Video.objects.get().status == Status.COMPLETE
    assert is_whole(store, Video.objects.get())


def test_hostile_words_in_a_file_go_nowhere(store, bench, tmp_path):
    revision = workbench.transcode(workbench.film(store, clip("hostile")), bench)
    assert revision.video.status == Status.COMPLETE
    made = [store.get(one.key) for one in store.list(f"{keys.delivery(revision)}/")]
    assert not [content for content in made if b"script" in content or b"xxxxxxxx" in content]
    assert HARM not in str(revision.probe)
    assert not list(tmp_path.rglob("harm"))


def test_ten_thousand_tracks_are_one_too_many_for_nobody(store, bench):
    revision = workbench.transcode(workbench.film(store, clip("crowded")), bench)
    assert revision.video.status == Status.COMPLETE


def test_eight_thousand_pixels_become_what_screens_show(store, bench):
    revision = workbench.transcode(workbench.film(store, clip("huge")), bench)
    best = revision.renditions.filter(kind="rung").order_by("-height").first()
    assert (revision.video.status, best.width, best.height) == (Status.COMPLETE, 1920, 1080)
