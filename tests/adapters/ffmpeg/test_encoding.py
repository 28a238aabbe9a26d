"""Pictures of every kind come out even, upright and whole; pieces meet exactly."""

import av
import pytest

from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.adapters.ffmpeg.process import FfmpegFailed, Limits, run
from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.kernel.errors import Transient
from learnstead.ports.transcoder import Chunk, NotPlayable, Stream
from learnstead.video.domain.transcoding.ladder import ladder_of
from learnstead.video.domain.transcoding.playlists import media
from learnstead.video.domain.transcoding.streams import whole
from tests.video.clips import clip
from tests.video.hls import Played, played, waits

pytestmark = pytest.mark.slow


def unheard(_seconds):
    pass


def encoded(kind, folder, *chunks) -> tuple[Played, object]:
    """The best quality of a clip, encoded in chunks and packaged."""
    transcoder = FfmpegTranscoder()
    probe = transcoder.probe(clip(kind))
    ladder = ladder_of(probe)
    best, into = ladder.rungs[0], folder / ladder.rungs[0].name
    streams = []
    for number, chunk in enumerate(chunks):
        aside = folder / str(number)
        aside.mkdir()
        transcoder.encode(clip(kind), probe, ladder, chunk, into=aside, progress=unheard)
        piece = aside / f"{best.name}.mp4"
        init = (into / "init.mp4").read_bytes() if chunk.first else b""
        streams.append(
            transcoder.package(piece, into=into, rung=best, ladder=ladder, first=chunk.first, progress=unheard)
        )
        if init:
            (into / "init.mp4").write_bytes(init)
    (into / "index.m3u8").write_text(media(streams, grows=False))
    return played(into), whole(streams)


@pytest.mark.parametrize(
    ("kind", "size", "rate", "frames"),
    [
        ("odd", (320, 180), 25, 50),
        ("turned", (180, 320), 30, 120),
        ("slow", (320, 180), 1, 6),
        ("transport", (320, 180), 30, 120),
        ("broad-range", (320, 180), 30, 30),
    ],
)
def test_unusual_pictures_come_out_even_upright_and_whole(tmp_path, kind, size, rate, frames):
    found, stream = encoded(kind, tmp_path, Chunk(0, None))
    assert ((stream.width, stream.height), stream.rate) == (size, rate)
    assert len(found.times) == pytest.approx(frames, abs=2)


def test_a_poster_is_not_black_when_anything_else_is_not(tmp_path):
    transcoder, source = FfmpegTranscoder(), clip("from-black")
    transcoder.make_stills(source, transcoder.probe(source), into=tmp_path, progress=unheard)
    with av.open(tmp_path / "poster.jpg", format="jpeg_pipe") as container:
        assert next(container.decode(video=0)).to_ndarray(format="gray").mean() > 40
    assert "00:00:02.000 --> 00:00:04.000\nsprite.jpg#xywh=160,0,160,90" in (tmp_path / "sprite.vtt").read_text()


def test_chunks_of_uneven_frames_meet_exactly(tmp_path):
    found, _ = encoded("uneven", tmp_path, Chunk(0, 180), Chunk(180, 360), Chunk(360, None))
    assert found.times == pytest.approx([n / 30 for n in range(len(found.times))], abs=1e-3)
    assert len(found.times) == pytest.approx(420, abs=1)
    assert found.keys == pytest.approx([0, 2, 4, 6, 8, 10, 12], abs=1e-3)
    pieces = [waits(tmp_path / str(number) / "180p.mp4") for number in range(3)]
    assert found.waits == pytest.approx([wait for piece in pieces for wait in piece])


def test_the_peak_is_that_of_neighbours_of_about_one_target():
    stream = Stream("720p", "avc1", segments=((6.0, 600_000), (6.0, 1_200_000), (0.5, 400_000)))
    assert stream.peak == 1_969_231  # of the last two
    assert Stream("720p", "avc1", segments=((2.0, 250_000),)).peak == 1_000_000


def test_progress_that_raises_ends_ffmpeg(tmp_path):
    class Enough(Exception):
        pass

    def stop(_seconds):
        raise Enough

    with pytest.raises(Enough):
        run(find_ffmpeg(None), ["-f", "lavfi", "-i", "testsrc2=d=600", "-f", "null", "-"], folder=tmp_path,
            limits=Limits(seconds=60), progress=stop)  # fmt: skip


def test_a_file_that_grows_beyond_its_limit_is_a_full_disk_and_tried_again(tmp_path):
    with pytest.raises(Transient):
        run(find_ffmpeg(None), ["-f", "lavfi", "-i", "testsrc2=d=2", "-c:v", "rawvideo", "big.avi"], folder=tmp_path,
            limits=Limits(seconds=60, file=1 << 20), progress=unheard)  # fmt: skip


def test_ffmpeg_follows_no_address_and_has_no_network(tmp_path):
    with pytest.raises(FfmpegFailed, match="whitelist"):
        run(find_ffmpeg(None), ["-protocol_whitelist", "file,pipe", "-i", "http://127.0.0.1:9/x.mp4", "x.mp4"],
            folder=tmp_path, limits=Limits(seconds=60), progress=unheard)  # fmt: skip


def test_garbage_is_the_fault_of_the_file(tmp_path):
    with pytest.raises(NotPlayable):
        run(find_ffmpeg(None), ["-f", "mov", "-i", f"file:{clip('mislabelled')}", "x.mp4"],
            folder=tmp_path, limits=Limits(seconds=60), progress=unheard)  # fmt: skip
