"""Transcripts of podcasts."""

from defusedxml.ElementTree import fromstring

from learnstead.data.parsing.transcripts import named_in, spoken


def item(*tags):
    return fromstring(f'<item xmlns:podcast="https://podcastindex.org/namespace/1.0">{"".join(tags)}</item>')


def tag(url, kind="", language=""):
    return f'<podcast:transcript url="{url}" type="{kind}" language="{language}"/>'


def test_plain_text_is_better_than_captions_and_english_better_than_nothing():
    captions, words = tag("https://e.org/a.vtt", "text/vtt"), tag("https://e.org/a", "text/plain", "en-GB")
    assert named_in(item(captions, words)) == ("https://e.org/a", "text/plain")
    assert named_in(item(tag("https://e.org/a.srt", "text/srt"))) == ("https://e.org/a.srt", "application/x-subrip")
    assert named_in(item(tag("https://e.org/a.vtt", "something/else"))) == ("https://e.org/a.vtt", "text/vtt")


def test_other_languages_insecure_addresses_and_unknown_kinds_are_left_out():
    french, plain = tag("https://e.org/a.txt", "text/plain", "fr"), tag("http://e.org/a.txt", "text/plain")
    assert named_in(item(french, plain, tag("https://e.org/a.docx"))) == ("", "")


def test_captions_become_words():
    assert spoken("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One\n\n00:02.000 --> 00:03.000\nOne\nTwo\n") == "One\nTwo"
    assert spoken("1\r\n00:00:01,000 --> 00:00:02,000\r\nIn 1969\r\n") == "In 1969"
