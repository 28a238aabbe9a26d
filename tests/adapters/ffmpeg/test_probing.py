"""What is seen in a file, and which files are refused with which words."""

from fractions import Fraction
from itertools import pairwise

import pytest

from learnstead.adapters.ffmpeg.binary import FfmpegIsMissing, find_ffmpeg
from learnstead.adapters.ffmpeg.process import Limits, run
from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.ports.transcoder import NotPlayable
from learnstead.video.domain.transcoding.ladder import chunks_of, ladder_of
from tests.video.clips import clip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def transcoder():
    return FfmpegTranscoder()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("empty", "it is empty"),
        ("mislabelled", "no video or sound in a format we know"),
        ("still", "no video or sound in a format we know"),
        ("playlist", "it is a playlist"),
        ("listing", "it is a playlist"),
        ("encrypted", "encrypted"),
        ("cut", "the index at its end is missing"),
        ("cut-matroska", "it should last 4 seconds and ends after"),
    ],
)
def test_what_cannot_become_a_video_is_refused_and_told_why(transcoder, kind, words):
    with pytest.raises(NotPlayable, match=words):
        transcoder.probe(clip(kind))


def test_a_plain_clip_is_seen_as_it_is(transcoder):
    seen = transcoder.probe(clip("plain"))
    picture, sound = seen.picture, seen.sound
    assert (seen.container, seen.duration, seen.seekable) == ("mov", pytest.approx(4.0, abs=0.05), True)
    assert (picture.codec, picture.width, picture.height, picture.rate) == ("h264", 320, 180, Fraction(30))
    assert (picture.key_gap, picture.varies, picture.open_groups) == (pytest.approx(2.0), False, False)
    assert (sound.codec, sound.channels) == ("aac", 1)


def test_a_turned_picture_is_measured_as_it_is_shown(transcoder):
    picture = transcoder.probe(clip("turned")).picture
    assert (picture.width, picture.height, picture.rotation) == (180, 320, 90)


def test_odd_sizes_uneven_frames_and_high_dynamic_range_are_noticed(transcoder):
    odd = transcoder.probe(clip("odd")).picture
    assert (odd.width, odd.height) == (321, 181)
    uneven = transcoder.probe(clip("uneven")).picture
    assert (uneven.varies, uneven.longest_frame > 0.8) == (True, True)
    assert transcoder.probe(clip("broad-range")).picture.hdr


def test_a_header_that_claims_ten_hours_is_not_believed(transcoder):
    assert transcoder.probe(clip("long-header")).duration == pytest.approx(4.0, abs=0.05)


def test_ten_hours_that_are_there_are_many_chunks_and_more_than_twelve_are_refused(transcoder, tmp_path):
    seen = transcoder.probe(clip("ten-hours"))
    chunks = list(chunks_of(seen, ladder_of(seen)))
    assert (seen.duration, len(chunks)) == (pytest.approx(36_000), 601)
    assert all(after.first == before.end for before, after in pairwise(chunks))
    longer = tmp_path / "longer.mkv"
    run(find_ffmpeg(None), ["-stream_loop", "1", "-i", clip("ten-hours"), "-c", "copy", longer], folder=tmp_path,
        limits=Limits(seconds=60), progress=lambda _seconds: None)  # fmt: skip
    with pytest.raises(NotPlayable, match="12 hours"):
        transcoder.probe(longer)


def test_what_a_file_says_of_itself_is_not_repeated(transcoder):
    assert transcoder.probe(clip("hostile")).sound.language == ""
    assert transcoder.probe(clip("crowded")).duration == pytest.approx(1.0)


def test_a_program_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FfmpegIsMissing, match="LEARNSTEAD_FFMPEG"):
        find_ffmpeg(tmp_path / "ffmpeg")
