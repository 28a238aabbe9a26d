"""Chapters: typed as lines like ``1:30 The proof``, or taken from a WebVTT file of chapters."""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction

from learnstead.kernel import caption_files
from learnstead.kernel.caption_files import BadCaptions
from learnstead.kernel.errors import Terminal
from learnstead.kernel.webvtt import SECOND, clock
from learnstead.video.models import Chapter, Video

_LINE = re.compile(r"\s*[\[(]?(?P<time>\d[\d:.,]*)[\])]?\s*[-\u2013:]?\s+(?P<title>\S.*?)\s*")
MOST, LONGEST_TITLE = 500, 250


class BadChapters(Terminal):
    """A line that is no chapter; the message says which."""


@dataclass(frozen=True)
class Part:
    """A chapter that is not saved yet; ``start`` in seconds."""

    start: float
    title: str


def read(text: str) -> list[Part]:
    """Chapters in the order of their times. Raises BadChapters."""
    parts = _from_file(text) if text.lstrip("\ufeff").startswith("WEBVTT") else _from_lines(text)
    ordered = sorted(parts, key=lambda part: part.start)
    if len(ordered) > MOST:
        raise BadChapters(f"There are {len(ordered)} chapters; a video can have {MOST}.")
    for before, part in pairwise(ordered):
        if before.start == part.start:
            raise BadChapters(f"{before.title!r} and {part.title!r} begin at the same time; change one of them.")
    return ordered


def write(video: Video) -> str:
    """The chapters of a video as lines to edit."""
    return "\n".join(f"{_typed(chapter.start)} {chapter.title}" for chapter in video.chapters.all())


@transaction.atomic
def replace(*, video: Video, text: str) -> list[Chapter]:
    """Give the video these chapters in place of those it has. Raises BadChapters."""
    parts = read(text)
    length = video.current.duration if video.current else 0
    late = next((part for part in parts if length and part.start >= length), None)
    if late:
        raise BadChapters(f"{late.title!r} begins at {_typed(late.start)}; the video ends at {_typed(length)}.")
    video.chapters.all().delete()
    return Chapter.objects.bulk_create(Chapter(video=video, start=part.start, title=part.title) for part in parts)


def _from_file(text: str) -> list[Part]:
    try:
        cues = caption_files.read(text.encode(), file_name="chapters").cues
    except BadCaptions as problem:
        raise BadChapters(str(problem)) from problem
    return [Part(cue.start / SECOND, cue.words[:LONGEST_TITLE]) for cue in cues if cue.words]


def _from_lines(text: str) -> list[Part]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise BadChapters(f"Line {number}, {line.strip()!r}: write a time and a title, like 1:30 The proof.")
        try:
            start = caption_files.milliseconds(match["time"]) / SECOND
        except BadCaptions as problem:
            raise BadChapters(f"Line {number}: {problem}") from problem
        found.append(Part(start, match["title"][:LONGEST_TITLE]))
    return found


def _typed(seconds: float) -> str:
    time = clock(round(seconds * SECOND)).removesuffix(".000")
    return time.removeprefix("00:").removeprefix("0") if time.startswith("00:") else time.removeprefix("0")
