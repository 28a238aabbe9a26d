"""What is said, from captions."""

import json

import pytest

from learnstead.data.parsing.captions import text_of_captions

SRT = """1
00:00:01,000 --> 00:00:03,500
The moon is

2
00:00:03,500 --> 00:00:05,000
<i>not</i> made of
42

3
00:00:05,000 --> 00:00:06,000
not made of
cheese &amp; crackers.
"""

VTT = """\ufeffWEBVTT - lecture 1
Kind: captions

NOTE made by hand

STYLE
::cue { color: red }

opening
00:01.000 --> 00:03.000 align:start
<v Ada>High <00:02.000>tide

00:03.000 --> 00:05.000
High tide

01:00:05.000 --> 01:00:06.000
comes twice.
"""


def test_subrip_keeps_what_is_said_and_numbers_that_are_spoken():
    assert text_of_captions(SRT, file_name="a.srt") == ("The moon is not made of 42 not made of cheese & crackers.")


def test_webvtt_loses_its_header_its_notes_its_names_and_what_rolls():
    assert text_of_captions(VTT, file_name="a.vtt") == "High tide comes twice."


def test_subrip_without_blank_lines_loses_no_words():
    packed = "1\r\n00:00:01,000 --> 00:00:02,000\r\none\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\ntwo\r\n"

    assert text_of_captions(packed, file_name="a.srt") == "one two"


def test_sjson_is_its_list_of_text():
    content = json.dumps({"start": [0, 1], "end": [1, 2], "text": ["It&#39;s", "", "high\ntide"]})

    assert text_of_captions(content, file_name="subs_x.srt.sjson") == "It's high tide"


@pytest.mark.parametrize(
    ("content", "says"), [("{", "JSON|Expecting"), ('{"start": []}', "no sjson"), ('["text"]', "no sjson")]
)
def test_sjson_that_is_none_is_said(content, says):
    with pytest.raises(ValueError, match=says):
        text_of_captions(content, file_name="a.sjson")
