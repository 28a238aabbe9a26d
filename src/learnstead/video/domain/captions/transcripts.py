"""What is said in a video, moment by moment, and where words are said."""

from collections.abc import Sequence
from dataclasses import dataclass

from learnstead.kernel import caption_files
from learnstead.kernel.webvtt import SECOND, Cue
from learnstead.video.domain.captions.publishing import tracks
from learnstead.video.models import Caption, Video


@dataclass(frozen=True)
class Line:
    """One cue of a transcript; ``start`` and ``end`` in seconds."""

    start: float
    end: float
    text: str

    @property
    def second(self) -> int:
        """When it begins, in whole seconds, for links."""
        return int(self.start)

    @property
    def clock(self) -> str:
        """When it begins, as players show it: ``1:02:03``."""
        minutes, seconds = divmod(self.second, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def cues(caption: Caption) -> Sequence[Cue]:
    """The cues that are shown now."""
    return caption_files.read(caption.current.text.encode()).cues if caption.current else ()


def lines(caption: Caption) -> list[Line]:
    """What is said, without what a rolling caption repeats."""
    found: list[Line] = []
    for cue in cues(caption):
        if cue.words and not (found and found[-1].text == cue.words):
            found.append(Line(cue.start / SECOND, cue.end / SECOND, cue.words))
    return found


def containing(said: Sequence[Line], words: str) -> list[Line]:
    """Those in which all of these words stand, in whatever order and case."""
    wanted = words.casefold().split()
    return [line for line in said if all(word in line.text.casefold() for word in wanted)]


def caption_in(video: Video, language: str) -> Caption | None:
    """The captions in a language, else those that come first; None where there are none."""
    shown = [track.language for track in tracks(video)]
    if not shown:
        return None
    chosen = language if language in shown else shown[0]
    return video.captions.select_related("current").get(language=chosen)
