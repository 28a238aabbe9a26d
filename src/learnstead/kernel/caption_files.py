"""Reads the caption files people have, WebVTT and SubRip, and mends what is commonly wrong with them.

What cannot be mended is refused with the number of its line; what was mended is told, line by line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from learnstead.kernel.errors import Terminal
from learnstead.kernel.webvtt import LONGEST, SECOND, Cue, clock, tidy

MOST_BYTES = 10_000_000
MOST_CUES = 50_000
# How long a cue is shown whose end makes no sense.
READING = 2 * SECOND

_TIME = (
    r"-?(?:(?P<h{0}>\d{{1,4}})\s?:\s?)?(?P<m{0}>\d{{1,3}})\s?:\s?(?P<s{0}>\d{{1,2}})(?:\s?[.,]\s?(?P<f{0}>\d{{1,9}}))?"
)
_TIMING = re.compile(
    rf"\s*(?P<a>{_TIME.format(1)})\s*(?:-{{1,3}}|[\u2013\u2014])>\s*(?P<b>{_TIME.format(2)})(?P<rest>(?:\s.*)?)$"
)
_BROKEN_TIMING = re.compile(r"\s*-?\d{1,4}\s?:\S*\s*(?:-{1,3}|[\u2013\u2014])>")
_SETTING = re.compile(r"(?:vertical|line|position|size|align):[\w.%,-]+")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_FONT = re.compile(r"</?font[^<>]*>", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[a-zA-Z0-9][^{}]*\}")  # SubStation's, which has found its way into SubRip
_SHOUTED = re.compile(r"<(/?)([BIU])>")


class BadCaptions(Terminal):
    """The file is no captions, or has a line that nobody can make sense of; the message names it."""


@dataclass(frozen=True)
class ReadCaptions:
    """The cues in order, and what was mended: ``line 12: it ended before it began``."""

    cues: tuple[Cue, ...]
    mended: tuple[str, ...] = ()


@dataclass
class _Block:
    """A timing line and the numbered lines after it."""

    number: int
    timing: re.Match[str]
    lines: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes, *, file_name: str = "captions") -> ReadCaptions:
    """The captions in a file, whatever it calls itself. Raises BadCaptions."""
    if len(content) > MOST_BYTES:
        raise BadCaptions(f"{file_name!r} has {len(content):,} bytes; captions have at most {MOST_BYTES:,}")
    text, mended = _decoded(content, file_name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_webvtt = lines[0].startswith("WEBVTT")
    blocks = list(_blocks(lines, file_name, is_webvtt=is_webvtt))
    if not blocks:
        raise BadCaptions(
            f"{file_name!r} has no captions: none of its {len(lines)} lines is a time like "
            "00:01:02.500 --> 00:01:05.000; bring a WebVTT (.vtt) or SubRip (.srt) file"
        )
    if len(blocks) > MOST_CUES:
        raise BadCaptions(f"{file_name!r} has {len(blocks):,} captions; at most {MOST_CUES:,} are read")
    styling = (_FONT,) if is_webvtt else (_FONT, _OVERRIDE)
    found = [(block.number, cue) for block in blocks if (cue := _cue(block, file_name, mended, styling)) is not None]
    return ReadCaptions(tuple(in_order(found, mended)), tuple(mended))


def milliseconds(typed: str) -> int:
    """A time as a person types it, ``1:02:03.5`` or only seconds, ``62,5``; BadCaptions otherwise."""
    found = re.fullmatch(rf"\s*{_TIME.format(1)}\s*", typed)
    if found is None:
        seconds = re.fullmatch(r"\s*(\d{1,6})(?:[.,](\d{1,9}))?\s*", typed)
        if seconds is None:
            raise BadCaptions(f"{typed!r} is no time; write it like 1:02:03.500")
        return int(seconds[1]) * SECOND + int((seconds[2] or "0").ljust(3, "0")[:3])
    return _value(found, 1)


def in_order(cues: Sequence[tuple[int, Cue]], mended: list[str]) -> Iterator[Cue]:
    """Numbered cues by their time, none over the next, none ending before it begins."""
    ordered = sorted(cues, key=lambda one: (one[1].start, one[1].end))
    if [number for number, _ in ordered] != [number for number, _ in cues]:
        mended.append("the captions were not in the order of their times")
    for place, (number, cue) in enumerate(ordered):
        later = next((other.start for _, other in ordered[place + 1 :] if other.start > cue.start), LONGEST)
        if cue.end <= cue.start:
            mended.append(f"line {number}: it ended before it began")
            yield replace(cue, end=min(cue.start + READING, later))
        elif cue.end > later:
            mended.append(f"line {number}: it was still shown when the next one began")
            yield replace(cue, end=later)
        else:
            yield cue


def _decoded(content: bytes, file_name: str) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ["it was UTF-16"]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Latin-1 as browsers read it; it has a letter for every byte but five.
        return content.decode("cp1252", errors="replace"), ["it was not UTF-8; it was read as Windows-1252"]
    if "\x00" in text:
        raise BadCaptions(f"{file_name!r} is not text; bring a WebVTT (.vtt) or SubRip (.srt) file")
    return text, []


def _blocks(lines: Sequence[str], file_name: str, *, is_webvtt: bool) -> Iterator[_Block]:
    block, aside = None, is_webvtt  # what stands above the first time of a WebVTT file is its head
    for number, line in enumerate(lines, 1):
        after_gap = number == 1 or not lines[number - 2].strip()
        timing = _TIMING.match(line)
        if timing:
            if block:
                _drop_name(block, is_webvtt=is_webvtt)
                yield block
            block, aside = _Block(number, timing), False
        elif _BROKEN_TIMING.match(line) and not aside:
            raise BadCaptions(
                f"{file_name!r}, line {number}: {line.strip()[:80]!r} is no time; write it like "
                "00:01:02.500 --> 00:01:05.000"
            )
        elif is_webvtt and after_gap and _ASIDE.match(line):
            aside = True
        elif block and not aside:
            block.lines.append((number, line))
    if block:
        yield block


def _drop_name(block: _Block, *, is_webvtt: bool) -> None:
    """The last line before a time is the number or name of the cue it belongs to, unless it is what was said."""
    if not block.lines:
        return
    _, last = block.lines[-1]
    apart = len(block.lines) == 1 or not block.lines[-2][1].strip()
    if (apart and is_webvtt) or last.strip().isdigit():
        block.lines.pop()


def _cue(block: _Block, file_name: str, mended: list[str], styling: Sequence[re.Pattern[str]]) -> Cue | None:
    start, end = (_value(block.timing, which) for which in (1, 2))
    if block.timing["a"].startswith("-"):
        start = 0
        mended.append(f"line {block.number}: it began before the start")
    if block.timing["b"].startswith("-"):
        mended.append(f"line {block.number}: it ended before the start and was left out")
        return None
    if start >= LONGEST:
        raise BadCaptions(f"{file_name!r}, line {block.number}: {clock(start)} is later than any film lasts")
    said = _SHOUTED.sub(lambda mark: mark[0].lower(), "\n".join(line for _, line in block.lines))
    for pattern in styling:
        said = pattern.sub("", said)
    text = tidy(said)
    if not text:
        mended.append(f"line {block.number}: it said nothing and was left out")
        return None
    settings = " ".join(_SETTING.findall(block.timing["rest"]))
    return Cue(start=start, end=min(end, LONGEST), text=text, settings=settings)


def _value(found: re.Match[str], which: int) -> int:
    hours, minutes, seconds = (int(found[f"{unit}{which}"] or 0) for unit in "hms")
    return ((hours * 60 + minutes) * 60 + seconds) * SECOND + int((found[f"f{which}"] or "0").ljust(3, "0")[:3])
