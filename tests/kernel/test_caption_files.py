"""Caption files as people really have them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learnstead.kernel.caption_files import BadCaptions, milliseconds, read
from learnstead.kernel.webvtt import Cue, clock, subrip, tidy, transcript, webvtt

PLAIN = [Cue(1000, 2500, "Hello"), Cue(3000, 4000, "and welcome")]


@pytest.mark.parametrize(
    "written",
    [
        "1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nand welcome\n",
        "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nand welcome",
        "1\n0:00:01,0 --> 0:00:02,5\nHello\n\n2\n0:00:03 --> 0:00:04\nand welcome\n",
        "00:01,000 --> 00:02,500\nHello\n\n00:03.000 --> 00:04.000\nand welcome\n",
        "1\n00:00:01,000 --> 00:00:02,500\nHello\n2\n00:00:03,000 --> 00:00:04,000\nand welcome\n",
        (
            "WEBVTT - a title\nKind: captions\n\nNOTE made\nby hand\n\nSTYLE\n::cue { color: red }\n\n"
            "intro\n00:01.000 --> 00:02.500\nHello\n\nNOTE no more\n\n00:03.000 --> 00:04.000\nand welcome\n"
        ),
        "2\r00:00:03,000 -> 00:00:04,000\rand welcome\r\r1\r00:00:01,000 \u2013> 00:00:02,500\rHello\r",
        "1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<font size=2>Hello</font>\n\n00:03,000 --> 00:04\n\nand welcome",
    ],
    ids=["SubRip", "marked and CRLF", "short times", "no hours", "no gaps", "WebVTT", "old Mac", "styled"],
)
def test_the_same_is_read_however_it_was_written(written):
    assert list(read(written.encode()).cues) == PLAIN


@pytest.mark.parametrize(
    ("times", "read_as", "why"),
    [
        ("00:00:05,000 --> 00:00:04,000", (5000, 7000), "line 2: it ended before it began"),
        ("-00:00:01,000 --> 00:00:02,000", (0, 2000), "line 2: it began before the start"),
        ("00:00:05,000 --> 00:00:30,000", (5000, 10000), "line 2: it was still shown when the next one began"),
    ],
)
def test_impossible_times_are_mended_and_told(times, read_as, why):
    found = read(f"1\n{times}\nNow\n\n2\n00:00:10,000 --> 00:00:11,000\nThen\n".encode())
    assert ((found.cues[0].start, found.cues[0].end), found.mended) == (read_as, (why,))


def test_times_inside_the_text_stay_as_they_are():
    said = "The train of 00:10:20,500 left\nat 1:05,3; see a --&gt; b"
    found = read(b"1\n00:00:01,000 --> 00:00:02,000\n" + said.replace("&gt;", ">").encode())
    assert found.cues == (Cue(1000, 2000, said),)


def test_bytes_that_are_no_utf_8_are_read_as_browsers_read_them():
    found = read("1\n00:00:01,000 --> 00:00:02,000\nCafé déjà vu\n".encode("cp1252"))
    assert (found.cues[0].text, found.mended) == ("Café déjà vu", ("it was not UTF-8; it was read as Windows-1252",))
    assert read("WEBVTT\n\n00:01.000 --> 00:02.000\nÅ\n".encode("utf-16")).cues[0].text == "Å"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (b"", "has no captions"),
        (b"Only words.\nNothing else.", "none of its 2 lines is a time"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\n00:0x:03 --> 5\nHo", "line 6"),
        (b"1\n00:00:01:12 --> 00:00:02:00\nFrames\n", "line 2: '00:00:01:12 --> 00:00:02:00' is no time"),
        (b"9999:00:00,000 --> 9999:00:01,000\nHi\n", "line 1: 9999:00:00.000 is later"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHi\x00\n", "is not text"),
    ],
    ids=["empty", "prose", "letters", "frames", "too late", "binary"],
)
def test_what_nobody_can_read_is_refused_by_its_line(written, message):
    with pytest.raises(BadCaptions, match="line" if not message else message.replace("(", r"\(")):
        read(written, file_name="talk.srt")


def test_places_and_voices_of_webvtt_are_kept():
    kept = "00:00:01.000 --> 00:00:02.000 line:0 align:start\n<v Ada Lovelace>R&amp;D <i>is</i> 1 &lt; 2</v>"
    found = read(f"WEBVTT\n\n{kept}\n".encode())
    assert (webvtt(found.cues), found.cues[0].words) == (f"WEBVTT\n\n{kept}\n\n", "R&D is 1 < 2")


def test_every_other_form_says_the_same():
    cues = [Cue(1000, 2000, "<v Bo>R&amp;D</v>"), Cue(2000, 3000, "R&amp;D"), Cue(3_600_000, 3_600_500, "<i>fin</i>")]
    assert subrip(cues).startswith("1\n00:00:01,000 --> 00:00:02,000\nR&D\n\n")
    assert subrip(cues).endswith("3\n01:00:00,000 --> 01:00:00,500\n<i>fin</i>\n\n")
    assert transcript(cues) == "R&D\nfin"


@pytest.mark.parametrize(("typed", "meant"), [("1:02:03.5", 3_723_500), ("2:03", 123_000), ("62,25", 62_250)])
def test_a_typed_time_is_understood(typed, meant):
    assert milliseconds(typed) == meant


def test_a_time_that_is_none_is_refused():
    with pytest.raises(BadCaptions, match="'soon' is no time"):
        milliseconds("soon")


TEXTS = st.text(alphabet="ab1é:,.<>&/-{}\\ \n\t", min_size=1, max_size=40).map(tidy).filter(bool)
GAPS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 10_000), TEXTS), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@example([(0, 1, "{\\}")])
@example([(0, 1, "{\\b}")])
@given(GAPS)
def test_what_was_written_is_read_back(gaps):
    cues, at = [], 0
    for gap, length, text in gaps:
        cues.append(Cue(at + gap, at + gap + length, text))
        at += gap + length
    assert list(read(webvtt(cues).encode()).cues) == cues
    assert [tidy(cue.typed) for cue in cues] == [cue.text for cue in cues]
    assert clock(cues[0].start)
