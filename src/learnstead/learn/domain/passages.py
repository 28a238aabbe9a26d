"""Pieces of what is inside a resource, short enough to have one meaning and to be quoted: pages, files, transcripts."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from learnstead.kernel import prose
from learnstead.learn.models import LearningResource
from learnstead.ports.search import Entry

WORDS, MOST_WORDS = 300, 500
FEWEST_WORDS = 5  # a piece with less says nothing
TRANSCRIPT = "Transcript"
WITH_CAPTIONS = ("video", "podcast_episode")

_TIMES = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,]\d{1,3}\s*-->")


@dataclass(frozen=True)
class Passage:
    """A piece of a resource. ``seconds`` is when it is said, in a recording; ``url`` where a reader opens it.

    ``id`` depends on the words and the resource only, so that what stays the same keeps its vector wherever it moves.
    """

    id: str
    resource: int
    title: str
    text: str
    url: str
    kind: str = ""
    seconds: int | None = None


def of(entry: Entry, captions: str = "") -> Iterator[Passage]:
    """The passages of an entry, each once; ``captions`` say when what is in its transcript is said."""
    seen: set[str] = set()
    for part in entry.parts:
        timed = captions if part.title == TRANSCRIPT else ""
        for text, seconds in _timed(timed) if timed else ((piece, None) for piece in pieces(part.text)):
            id_ = f"{entry.id}:{_fingerprint(part.title, text)}"
            if id_ not in seen:
                seen.add(id_)
                yield Passage(
                    id=id_,
                    resource=int(entry.id),
                    title=part.title,
                    text=text,
                    url=str(part.stored.get("url", "")),
                    kind=str(part.stored.get("kind", "")),
                    seconds=seconds,
                )


def captions_of(ids: Iterable[int]) -> Mapping[int, str]:
    """The transcripts that say when something is said, by resource."""
    recordings = LearningResource.objects.filter(pk__in=list(ids), resource_type__in=WITH_CAPTIONS)
    found = {}
    for pk, detail in recordings.values_list("pk", "detail"):
        transcript = next((part["transcript"] for part in detail.values() if part.get("transcript")), "")
        if prose.CAPTION_ARROW in transcript:
            found[pk] = transcript
    return found


def pieces(text: str) -> Iterator[str]:
    """A text cut where a line ends, into 200 to 500 words; a line longer than 300 is cut after a word."""
    gathered: list[str] = []
    for line in _short_lines(text):
        words = line.split()
        if gathered and len(gathered) + len(words) > MOST_WORDS:
            yield " ".join(gathered)
            gathered = []
        gathered += words
        if len(gathered) >= WORDS:
            yield " ".join(gathered)
            gathered = []
    if len(gathered) >= FEWEST_WORDS:
        yield " ".join(gathered)


def _short_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        words = line.split()
        for start in range(0, len(words), WORDS):
            yield " ".join(words[start : start + WORDS])


def _timed(captions: str) -> Iterator[tuple[str, int | None]]:
    """What is said, piece by piece, with the second at which each begins."""
    gathered: list[str] = []
    began = 0
    for seconds, said in cues(captions):
        if not gathered:
            began = seconds
        gathered += said
        if len(gathered) >= WORDS:
            yield " ".join(gathered), began
            gathered = []
    if len(gathered) >= FEWEST_WORDS:
        yield " ".join(gathered), began


def cues(captions: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The words of each caption, WebVTT or SubRip, with the second at which it is shown."""
    at = None
    for block in re.split(r"\n\s*\n", captions.replace("\r", "")):
        time = _TIMES.search(block)
        if time:
            at = int(time[1] or 0) * 3600 + int(time[2]) * 60 + int(time[3])
        if at is not None:
            yield at, prose.text_of_transcript(f"{block}\n{prose.CAPTION_ARROW}").split()


def _fingerprint(title: str, text: str) -> str:
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:24]
