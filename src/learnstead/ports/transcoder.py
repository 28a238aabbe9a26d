"""Turning what somebody filmed into what every browser plays.

A video is encoded in pieces, each of which is an object when it is done: a worker that dies loses one piece, and more
workers finish sooner. What a service elsewhere does by itself stands behind ``Farm``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Protocol

from learnstead.kernel.errors import Terminal

Progress = Callable[[float], None]
"""Called now and then with how many seconds of the piece are done; what it raises ends the encoder."""
SEGMENT_SECONDS = 6
"""About how long the segments are that a player fetches one by one."""


class NotPlayable(Terminal):
    """The file is no video that we can play; the text says why, to the person who sent it."""


@dataclass(frozen=True)
class Picture:
    """The moving picture of a file. ``width`` and ``height`` are as shown: turned, with square pixels, perhaps odd.

    ``rate`` is in frames per second, ``varies`` when frames are unevenly spaced and ``longest_frame`` (seconds) says
    how unevenly. ``key_gap`` is the longest time in seconds between two frames at which a player can begin, and
    ``open_groups`` whether something shown after such a frame needs what came before it.
    """

    codec: str
    profile: str
    pixels: str
    width: int
    height: int
    rotation: int
    rate: Fraction
    varies: bool
    longest_frame: float
    interlaced: bool
    square: bool
    hdr: bool
    key_gap: float
    open_groups: bool
    kbits: int
    begins: float


@dataclass(frozen=True)
class Sound:
    """The sound of a file: the first track, or the one marked as the default.

    ``begins`` is how many seconds after the file does, ``steady`` when its frames follow each other without a gap.
    """

    codec: str
    channels: int
    hertz: int
    language: str
    profile: str = ""
    kbits: int = 0
    begins: float = 0.0
    steady: bool = False


@dataclass(frozen=True)
class Probe:
    """What a file really holds, whatever its name says. ``container`` is ffmpeg's name of the format, ``duration`` in
    seconds, ``size`` in bytes. ``seekable`` when a piece can be cut out of its middle exactly. At least one of
    ``picture`` and ``sound`` is there.
    """  # noqa: D205 - one thought

    container: str
    duration: float
    size: int
    seekable: bool
    picture: Picture | None
    sound: Sound | None


@dataclass(frozen=True)
class Rung:
    """One quality. ``name`` is a folder and what viewers choose ("720p"); rates are in kbit/s.

    ``copied`` takes the source's picture as it is; ``quick`` spends little time and more bits.
    """

    name: str
    width: int
    height: int
    most_kbits: int
    copied: bool = False
    quick: bool = False


@dataclass(frozen=True)
class Ladder:
    """All qualities, best first, at one frame rate; ``group`` frames lie between two where a player can begin."""

    rungs: tuple[Rung, ...]
    rate: Fraction
    group: int

    @property
    def segment(self) -> int:
        """How many frames a segment holds: whole groups."""
        return self.group * max(1, round(SEGMENT_SECONDS * self.rate / self.group))


@dataclass(frozen=True)
class Chunk:
    """Frames ``first`` up to but not including ``end`` of the whole; ``end`` is None for "until it is over"."""

    first: int
    end: int | None


@dataclass(frozen=True)
class Stream:
    """Segments of one quality that follow each other, the first of which has the number ``first`` in the whole.

    ``segments`` are seconds and bytes of each; ``codecs`` as in RFC 6381. ``folder`` is relative to the revision's. Of
    sound only, ``width``, ``height`` and ``rate`` are 0.
    """

    folder: str
    codecs: str
    segments: tuple[tuple[float, int], ...]
    first: int = 0
    width: int = 0
    height: int = 0
    rate: Fraction = Fraction(0)

    @property
    def duration(self) -> float:
        """In seconds."""
        return sum(seconds for seconds, _ in self.segments)

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(weight for _, weight in self.segments)

    @property
    def average(self) -> int:
        """In bit/s."""
        return max(ceil(self.size * 8 / self.duration), 1)

    @property
    def peak(self) -> int:
        """The highest bit/s of neighbours that last half to one and a half of the target (RFC 8216, 4.3.4.2)."""
        target = max(seconds for seconds, _ in self.segments)
        highest = 1.0
        for first in range(len(self.segments)):
            seconds = size = 0.0
            for length, weight in self.segments[first:]:
                seconds, size = seconds + length, size + weight
                if seconds > 1.5 * target:
                    break
                if seconds >= 0.5 * target:
                    highest = max(highest, size * 8 / seconds)
        return ceil(highest)


class Transcoder(Protocol):
    """An encoder on this machine. A file that it cannot read is NotPlayable; a lack of room or time is Transient."""

    def probe(self, source: Path) -> Probe:
        """Look into a file from a stranger; NotPlayable names what is wrong with it."""

    def encode(
        self, source: Path, probe: Probe, ladder: Ladder, chunk: Chunk, *, into: Path, progress: Progress
    ) -> None:
        """Encode one chunk in every quality, in one pass: ``into/{rung}.mp4``. A copied rung is always whole."""

    def encode_sound(self, source: Path, probe: Probe, *, copied: bool, into: Path, progress: Progress) -> None:
        """Encode all the sound, or take it as it is: ``into/audio.mp4``, beginning when the picture does."""

    def make_stills(self, source: Path, probe: Probe, *, into: Path, progress: Progress) -> None:
        """Make ``poster.jpg`` (not a black one), ``sprite.jpg`` and ``sprite.vtt`` (thumbnails along the time line)."""

    def package(
        self, piece: Path, *, into: Path, rung: Rung | None, ladder: Ladder | None, first: int, progress: Progress
    ) -> Stream:
        """Cut a piece into segments below ``into``, timed and numbered as in the whole, where it has frame ``first``.

        ``init.mp4`` of the first piece goes with the segments of all. ``rung`` and ``ladder`` are None for sound.
        """

    def make_download(self, picture: Sequence[Path], sound: Path | None, *, into: Path, progress: Progress) -> None:
        """Join pieces into the one file ``into``, which can be watched while it is loading."""

    def make_thumbnail(self, source: Path, *, into: Path, width: int, height: int) -> None:
        """Make a JPEG of exactly this size of a stranger's JPEG or PNG: upright, cut to fill it, with pixels only.

        NotPlayable for anything else.
        """


class FarmState(StrEnum):
    """Where a job of a farm stands. ``unfit`` blames the file, ``failed`` the farm."""

    WORKING = "working"
    COMPLETE = "complete"
    UNFIT = "unfit"
    FAILED = "failed"


@dataclass(frozen=True)
class FarmReport:
    """What a farm says of a job: ``master`` and ``files`` are keys of objects, ``percent`` 0 to 100."""

    state: FarmState
    percent: float = 0.0
    message: str = ""
    duration: float = 0.0
    master: str = ""
    files: tuple[str, ...] = ()


class Farm(Protocol):
    """A service elsewhere that transcodes whole videos and says later how it went, such as AWS MediaConvert."""

    def begin(self, *, source: str, destination: str, reference: str, portrait: bool, download: bool) -> str:
        """Ask for the object ``source`` to be transcoded below ``destination``; the job's id there.

        The same ``reference`` asks once, however often it is sent. ``download``: make one file to keep, too.
        """

    def report(self, job: str) -> FarmReport:
        """How a job goes."""
