"""What is said in a recording, with the moments at which it is said where the source gives them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learnstead.kernel import prose

# A paragraph ends with the first cue after this many seconds.
PARAGRAPH_SECONDS = 20
MINUTE, HOUR = 60, 3600
_MOMENT = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,]\d+\s+-->")
_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Passage:
    """A few sentences. ``second`` is when they begin; None where nobody noted it."""

    text: str
    second: int | None = None

    @property
    def clock(self) -> str:
        """When it begins, as players show it: "1:02:03"."""
        if self.second is None:
            return ""
        hours, rest = divmod(self.second, HOUR)
        minutes, seconds = divmod(rest, MINUTE)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def passages(transcript: str) -> list[Passage]:
    """A transcript in paragraphs: captions (WebVTT, SubRip) joined to a few sentences, plain text by its lines."""
    if prose.CAPTION_ARROW not in transcript:
        return [Passage(text=line) for line in map(str.strip, transcript.splitlines()) if line]
    return list(_joined(list(_cues(transcript))))


def has_moments(transcript: str) -> bool:
    """Whether it is written as captions."""
    return prose.CAPTION_ARROW in transcript


def as_webvtt(transcript: str) -> str:
    """Captions as WebVTT, whichever way they came; text without moments is left out."""
    if transcript.lstrip("\ufeff").startswith("WEBVTT"):
        return transcript.lstrip("\ufeff")
    lines = [line.replace(",", ".") if prose.CAPTION_ARROW in line else line for line in transcript.splitlines()]
    return "WEBVTT\n\n" + "\n".join(lines) + "\n"


def containing(found: Sequence[Passage], words: str) -> list[Passage]:
    """Those in which all of these words stand, in whatever order and case."""
    wanted = words.casefold().split()
    return [one for one in found if all(word in one.text.casefold() for word in wanted)]


def _cues(transcript: str) -> Iterator[Passage]:
    for block in _BLANK.split(transcript.replace("\r\n", "\n")):
        time = _MOMENT.search(block)
        if time:
            hours, minutes, seconds = (int(part or 0) for part in time.groups())
            spoken = block[block.index("\n", time.end()) :] if "\n" in block[time.end() :] else ""
            text = " ".join(_TAG.sub("", spoken).split())
            if text:
                yield Passage(text=text, second=hours * HOUR + minutes * MINUTE + seconds)


def _joined(cues: Sequence[Passage]) -> Iterator[Passage]:
    begun: list[Passage] = []
    for cue in cues:
        first = begun[0].second if begun else None
        if first is not None and cue.second is not None and cue.second - first >= PARAGRAPH_SECONDS:
            yield Passage(text=" ".join(one.text for one in begun), second=first)
            begun = []
        begun.append(cue)
    if begun:
        yield Passage(text=" ".join(one.text for one in begun), second=begun[0].second)
