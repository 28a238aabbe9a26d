"""Captions as WebVTT, https://www.w3.org/TR/webvtt1/: cues, their writing, and the few marks a text may carry.

Reading files that people bring is in ``caption_files``. Times are whole milliseconds from the start.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
LONGEST = 100 * HOUR

# The marks of WebVTT; what else stands between angle brackets is written as text.
_MARK = re.compile(
    r"</?(?:b|i|u|c|v|lang|ruby|rt)(?:\.[\w-]+)*(?:[ \t][^<>\n]*)?>|<(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}>"
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|nbsp|lrm|rlm|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Cue:
    """What is shown from ``start`` until before ``end``; ``text`` is WebVTT, as ``tidy`` leaves it."""

    start: int
    end: int
    text: str
    settings: str = ""

    @property
    def words(self) -> str:
        """What is said, on one line and without marks."""
        return " ".join(unescape(_MARK.sub("", self.text)).split())

    @property
    def typed(self) -> str:
        """The text as a person writes it: marks stay, ampersands and brackets stand for themselves."""
        return self.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def tidy(text: str) -> str:
    """Text that WebVTT can carry: no empty line and no arrow in it, nothing that only looks like a mark."""
    lines = (" ".join(line.split()) for line in _CONTROL.sub("", text).splitlines())
    return _escaped("\n".join(line for line in lines if line))


def clock(milliseconds: int, *, separator: str = ".") -> str:
    """A time as WebVTT writes it, always with hours: ``00:01:02.500``."""
    hours, rest = divmod(milliseconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, fraction = divmod(rest, SECOND)
    return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{fraction:03}"


def webvtt(cues: Iterable[Cue]) -> str:
    """A WebVTT file of these cues."""
    return "WEBVTT\n\n" + "".join(f"{_timing(cue)}\n{cue.text}\n\n" for cue in cues)


def subrip(cues: Iterable[Cue]) -> str:
    """A SubRip file of these cues; it knows no marks but bold, italic and underlined."""
    return "".join(
        f"{number}\n{clock(cue.start, separator=',')} --> {clock(cue.end, separator=',')}\n{_plain(cue.text)}\n\n"
        for number, cue in enumerate(cues, 1)
    )


def transcript(cues: Iterable[Cue]) -> str:
    """What is said, a line for each cue; what a rolling caption repeats is said once."""
    return "\n".join(_unrepeated(cue.words for cue in cues))


def _unrepeated(lines: Iterable[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line and line != before:
            yield line
            before = line


def _timing(cue: Cue) -> str:
    return f"{clock(cue.start)} --> {clock(cue.end)}" + (f" {cue.settings}" if cue.settings else "")


def _plain(text: str) -> str:
    kept = _MARK.sub(lambda mark: mark[0] if re.fullmatch(r"</?[biu]>", mark[0]) else "", text)
    return unescape(kept)


def _escaped(text: str) -> str:
    pieces, end = [], 0
    for mark in _MARK.finditer(text):
        pieces += [_literal(text[end : mark.start()]), mark[0]]
        end = mark.end()
    return "".join([*pieces, _literal(text[end:])])


def _literal(text: str) -> str:
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
