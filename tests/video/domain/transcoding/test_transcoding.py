"""From an original to what is played, with the real ffmpeg, store and queue."""

import io
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import av
import pytest

from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.kernel import clock
from learnstead.kernel.errors import Transient
from learnstead.ports.transcoder import NotPlayable
from learnstead.video.domain import keys, visibility
from learnstead.video.domain.delivery.removing import remove_retired
from learnstead.video.domain.transcoding import downloads, leases, pieces, requests, work
from learnstead.video.models import Incoming, Revision, TranscodeJob, TranscodePiece, Video
from tests.video import workbench
from tests.video.clips import clip
from tests.video.hls import played

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Status = Video.Status


def delivered(store, revision) -> list[str]:
    prefix = keys.delivery(revision)
    return [one.key.removeprefix(f"{prefix}/") for one in store.list(f"{prefix}/")]


def folder(tmp_path: Path, revision: Revision, name: str) -> Path:
    return tmp_path / "objects" / keys.delivery(revision, name)


class Unlucky(FfmpegTranscoder):
    """A machine that fails at encoding with ``problem``, the first few times."""

    def __init__(self, problem: Exception, times: int) -> None:
        super().__init__()
        self.problem, self.times = problem, times

    def encode(self, *given, **named) -> None:
        if self.times:
            self.times -= 1
            raise self.problem
        super().encode(*given, **named)


class GivesUpLater(FfmpegTranscoder):
    """A machine on which a film turns out to be damaged after its beginning."""

    def encode(self, source, probe, ladder, chunk, **named) -> None:
        if chunk.first:
            raise NotPlayable("it is damaged")
        super().encode(source, probe, ladder, chunk, **named)


def test_a_film_becomes_all_that_players_want(store, bench, tmp_path):
    film = workbench.film(store, clip("wide"))
    film.video.thumbnail_at = clock.now()
    film.video.save()
    store.put(keys.kept_thumbnail(film.video), b"somebody's picture")
    revision = workbench.transcode(film, bench)
    video = revision.video
    assert keys.thumbnail(video) in delivered(store, revision)
    assert (video.status, video.current_id, revision.job.state) == (Status.COMPLETE, revision.pk, "done")
    assert {"master.m3u8", "360p/init.mp4", "240p/index.m3u8", "audio/index.m3u8", "poster.jpg", "sprite.jpg",
            "sprite.vtt", "download.mp4"} <= set(delivered(store, revision))  # fmt: skip
    for name in ("360p", "240p"):
        found = played(folder(tmp_path, revision, name))
        assert found.times == pytest.approx([n / 25 for n in range(200)], abs=1e-3)
        assert found.keys == pytest.approx([0.0, 2.0, 4.0, 6.0], abs=1e-3)
        assert max(found.segments) <= 6.1
    assert played(folder(tmp_path, revision, "audio")).times[0] == pytest.approx(0.0, abs=0.03)
    assert list(store.list(f"{keys.work(revision)}/")) == []
    assert not TranscodePiece.objects.exists()
    assert_master_promises_what_was_measured(store, revision, tmp_path)


def assert_master_promises_what_was_measured(store, revision, tmp_path):
    master = store.get(keys.delivery(revision, keys.MASTER)).decode()
    top, low = (line for line in master.splitlines() if line.startswith("#EXT-X-STREAM-INF"))
    assert "RESOLUTION=640x360,FRAME-RATE=25.000" in top
    assert "RESOLUTION=426x240" in low
    rates = {one.name: one for one in revision.renditions.all()}
    assert f"BANDWIDTH={rates['360p'].bandwidth + rates['audio'].bandwidth}," in top
    sizes = [path.stat().st_size for path in sorted(folder(tmp_path, revision, "360p").glob("*.m4s"))]
    lengths = played(folder(tmp_path, revision, "360p")).segments
    peak = max(size * 8 / length for size, length in zip(sizes, lengths, strict=True) if length >= 3)
    assert rates["360p"].bandwidth == pytest.approx(peak, rel=0.1)


def test_a_suitable_picture_is_taken_as_it_is(store, bench, tmp_path):
    revision = workbench.transcode(workbench.film(store, clip("plain")), bench)
    copied, sound = (played(folder(tmp_path, revision, name)) for name in ("180p", "audio"))
    with av.open(clip("plain")) as original:
        sizes = sum(packet.size for packet in original.demux(video=0))
    media = sum(path.stat().st_size for path in folder(tmp_path, revision, "180p").glob("*.m4s"))
    assert copied.keys == pytest.approx([0.0, 2.0], abs=1e-3)
    assert sizes < media < sizes * 1.1
    assert sound.times[0] == pytest.approx(0.0, abs=0.03)
    assert sound.times[-1] == pytest.approx(4.0, abs=0.03)
    assert b'CHANNELS="1"' in store.get(keys.delivery(revision, keys.MASTER))
    assert revision.renditions.get(kind="audio").average_bandwidth < 80_000


def test_mere_sound_is_played_and_downloaded(store, bench):
    revision = workbench.transcode(workbench.film(store, clip("sound-only")), bench)
    assert revision.video.status == Status.COMPLETE
    assert b"audio/index.m3u8" in store.get(keys.delivery(revision, keys.MASTER))
    assert "download.mp4" in delivered(store, revision)


def test_a_file_that_is_no_video_is_blamed_and_nothing_is_served(store, bench):
    revision = workbench.transcode(workbench.film(store, clip("mislabelled")), bench)
    assert (revision.video.status, revision.video.current) == (Status.FAILED_VIDEO, None)
    assert "no video or sound" in revision.video.message
    assert delivered(store, revision) == []


def test_a_recorders_film_has_no_file_to_keep_when_it_is_made_and_made_again(store, bench):
    film = workbench.film(store, clip("slow"))
    Incoming.objects.create(
        video=film.video, revision=film, way="capture", name="a-lec-mit-0000.mp4", created_at=clock.now(),
        changed_at=clock.now(), expires_at=clock.now(),
    )  # fmt: skip
    first = workbench.transcode(film, bench)
    again = workbench.transcode(requests.again(first.video, at=clock.now(), queue=bench.queue), bench)
    for made in (first, again):
        assert (made.job.state, "download" in {one.kind for one in made.renditions.all()}) == ("done", False)
        assert "download.mp4" not in delivered(store, made)
        assert "master.m3u8" in delivered(store, made)


def test_a_recorders_film_gets_its_file_when_somebody_makes_it_public(store, bench):
    film = workbench.film(store, clip("longer"))
    Incoming.objects.create(
        video=film.video, revision=film, way="capture", name="a-lec-mit-0000.mp4", created_at=clock.now(),
        changed_at=clock.now(), expires_at=clock.now(),
    )  # fmt: skip
    made = workbench.transcode(film, bench)
    assert downloads.ask(queue=bench.queue) == 0
    Video.objects.update(is_public=True)
    assert downloads.ask(queue=bench.queue) == 1
    downloads.make(downloads.missing().get(), workshop=bench.workshop, transcoder=bench.transcoder)
    assert downloads.ask(queue=bench.queue) == 0
    offered = made.renditions.get(kind="download")
    with av.open(io.BytesIO(store.get(offered.key))) as file:
        times = sorted(packet.pts * packet.time_base for packet in file.demux(video=0) if packet.pts is not None)
        assert (len(times), float(times[0])) == (45 * 5, 0.0)
        assert float(max(after - before for before, after in pairwise(times))) == pytest.approx(0.2)
        assert float(file.duration / av.time_base) == pytest.approx(45, abs=0.1)
    assert offered.size == store.info(offered.key).size


def test_what_a_retry_may_mend_is_retried(store, tmp_path):
    unlucky = workbench.bench(store, tmp_path / "scratch", transcoder=Unlucky(Transient("the disk is full"), times=3))
    revision = workbench.transcode(workbench.film(store, clip("brief")), unlucky)
    assert revision.video.status == Status.COMPLETE


def test_what_fails_again_and_again_is_our_fault_and_said(store, tmp_path):
    unlucky = workbench.bench(store, tmp_path / "scratch", transcoder=Unlucky(Transient("the disk is full"), times=99))
    revision = workbench.transcode(workbench.film(store, clip("brief")), unlucky)
    assert (revision.video.status, revision.job.fault) == (Status.FAILED_INTERNAL, "the disk is full")
    assert list(store.list(f"{keys.work(revision)}/")) == []


def test_a_film_can_be_watched_in_its_first_quality_before_the_others_are_made(store, bench):
    revision = workbench.film(store, clip("wide-copied"))
    workbench.prepare(revision, bench)
    done = workbench.work_off(revision, bench, until="copy")
    revision.refresh_from_db()
    assert not [name for name in done if name.startswith("chunk")]
    assert (revision.video.status, revision.video.current_id) == (Status.TRANSCODING, revision.pk)
    assert revision.playable_at
    assert revision.complete_at is None
    assert store.get(keys.delivery(revision, keys.MASTER)).count(b"STREAM-INF") == 1
    workbench.work_off(revision, bench)
    assert store.get(keys.delivery(revision, keys.MASTER)).count(b"STREAM-INF") == 2


def test_a_film_that_is_encoded_can_be_watched_as_far_as_it_is_done(store, bench, tmp_path):
    revision = workbench.film(store, clip("longer"))
    workbench.prepare(revision, bench)
    assert workbench.work_off(revision, bench, until="chunk-00000") == ["sound", "chunk-00000"]
    assert Video.objects.get().status == Status.TRANSCODING
    assert Video.objects.get().current_id == revision.pk
    growing = {name: folder(tmp_path, revision, f"{name}/index.m3u8").read_text() for name in ("180p", "audio")}
    for text in growing.values():
        assert text.count("#EXTINF") == 5
        assert "#EXT-X-PLAYLIST-TYPE:EVENT" in text
        assert "#EXT-X-START:TIME-OFFSET=0" in text
        assert "#EXT-X-ENDLIST" not in text
    workbench.work_off(revision, bench)
    for name, before in growing.items():
        text = folder(tmp_path, revision, f"{name}/index.m3u8").read_text()
        assert text.startswith(before)
        assert text.endswith("00007.m4s\n#EXT-X-ENDLIST\n")
    assert played(folder(tmp_path, revision, "180p")).times == pytest.approx([n / 5 for n in range(225)], abs=1e-3)


def test_a_film_that_cannot_be_cut_can_be_watched_in_a_quick_picture_until_it_is_done(store, bench):
    revision = workbench.film(store, clip("uncut"))
    workbench.prepare(revision, bench)
    assert workbench.work_off(revision, bench, until="quick") == ["quick"]
    assert b"first/index.m3u8" in store.get(keys.delivery(revision, keys.MASTER))
    assert b"#EXT-X-ENDLIST" in store.get(keys.delivery(revision, "first/index.m3u8"))
    workbench.work_off(revision, bench)
    assert Video.objects.get().status == Status.COMPLETE
    assert b"first" not in store.get(keys.delivery(revision, keys.MASTER))
    assert sorted(one.name for one in revision.renditions.all()) == ["36p", "mp4", "poster", "sprite"]


def test_what_fails_halfway_is_shown_no_longer_and_goes_in_time(store, tmp_path):
    gives_up = workbench.bench(store, tmp_path / "scratch", transcoder=GivesUpLater())
    revision = workbench.film(store, clip("longer"))
    Video.objects.update(is_public=True)
    workbench.prepare(revision, gives_up)
    workbench.work_off(revision, gives_up, until="chunk-00000")
    mark = visibility.mark(revision.video.hexkey)
    assert store.get(mark) == b"1"
    workbench.work_off(revision, gives_up)
    video = Video.objects.get()
    assert (video.status, video.current) == (Status.FAILED_VIDEO, None)
    assert list(store.list(mark)) == []
    assert delivered(store, revision)
    assert remove_retired(objects=store, at=clock.now() + timedelta(days=1)) == 1
    assert delivered(store, revision) == []


def test_transcoding_again_leaves_viewers_what_they_have_until_it_is_done(store, bench):
    first = workbench.transcode(workbench.film(store, clip("brief")), bench)
    video = Video.objects.get()
    second = requests.again(video, at=clock.now(), queue=bench.queue)
    workbench.prepare(second, bench)
    assert Video.objects.get().current_id == first.pk
    assert Video.objects.get().status == Status.RETRANSCODING
    workbench.work_off(second, bench)
    first.refresh_from_db()
    assert Video.objects.get().current_id == second.pk
    assert first.retired_at
    assert "master.m3u8" in delivered(store, first)


def test_a_piece_belongs_to_one_worker_until_its_lease_ends(store, bench, tmp_path):
    revision = workbench.film(store, clip("brief"))
    workbench.prepare(revision, bench)
    piece = TranscodePiece.objects.filter(kind="copy").get()
    short = timedelta(milliseconds=-1)
    assert leases.claim(piece, worker="one")
    assert not leases.claim(piece, worker="two")
    TranscodePiece.objects.update(leased_until=None)
    assert leases.claim(piece, worker="one", lease=short)
    assert leases.claim(piece, worker="two")
    with pytest.raises(leases.LeaseLost):
        leases.Beat(piece, worker="one")()


def test_a_piece_whose_files_are_there_is_not_made_again(store, tmp_path):
    revision = workbench.film(store, clip("brief"))
    unlucky = workbench.bench(store, tmp_path / "scratch", transcoder=Unlucky(AssertionError("made again"), times=9))
    workbench.prepare(revision, unlucky)
    piece = TranscodePiece.objects.filter(kind="copy").get()
    store.put(unlucky.workshop.piece_key(revision, piece.name, pieces.MADE), b"[]")
    work.do(piece, unlucky)
    assert TranscodePiece.objects.get(pk=piece.pk).done_at


def test_work_that_nobody_is_at_is_asked_for_again(store, bench):
    revision = workbench.film(store, clip("brief"))
    workbench.prepare(revision, bench)
    late = clock.now() + timedelta(minutes=5)
    requests.revive(queue=bench.queue, workshop=bench.workshop, at=late)
    assert "video.transcode" in [name for name, _ in workbench.waiting()]
    assert TranscodeJob.objects.get().state == "running"
