"""What is said, from captions: SubRip, WebVTT, and the sjson of Open edX."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath

SUFFIXES = (".srt", ".vtt", ".sjson")

_TIME = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->")
_HEADER = re.compile(r"WEBVTT\b|X-TIMESTAMP-MAP=|Kind:|Language:", re.IGNORECASE)
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)\b")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<[\d:.]{4,20}>|\{\\[^{}]{1,20}\}")


def text_of_captions(captions: str, *, file_name: str) -> str:
    """The words in one line of text; ValueError when it is no sjson though it says so."""
    is_sjson = PurePosixPath(file_name).suffix.lower() == ".sjson"
    return " ".join(_said(_sjson(captions) if is_sjson else _cues(captions)))


def lines_spoken(cues: str) -> Iterator[str]:
    """The words of SubRip or WebVTT, line by line."""
    return _said(_cues(cues))


def _said(lines: Iterator[str]) -> Iterator[str]:
    """Without markup, and without what a rolling caption repeats."""
    before = ""
    for line in lines:
        words = " ".join(unescape(_TAG.sub("", line)).split())
        if words and words != before:
            yield words
            before = words


def _cues(captions: str) -> Iterator[str]:
    """Lines that are spoken. What stands directly above a time is the name or number of the cue."""
    for block in re.split(r"\n\s*\n", captions.lstrip("\ufeff").replace("\r", "")):
        lines = block.split("\n")
        times = [number for number, line in enumerate(lines) if _TIME.match(line)]
        if not times and (_BLOCK.match(block.lstrip()) or _HEADER.match(block.lstrip())):
            continue
        names = {number - 1 for number in times if number == 1 or lines[number - 1].strip().isdigit()}
        for number, line in enumerate(lines):
            if number not in names and number not in times and not _HEADER.match(line):
                yield line


def _sjson(captions: str) -> Iterator[str]:
    found = json.loads(captions)
    lines = found.get("text") if isinstance(found, dict) else None
    if not isinstance(lines, list):
        raise ValueError("it is no sjson: there is no list of text in it")  # noqa: TRY004 - of the file, not of us
    yield from (line for line in lines if isinstance(line, str))
