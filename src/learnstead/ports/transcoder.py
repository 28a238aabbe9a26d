"""Turning what somebody filmed into what every browser plays.

A video is encoded in pieces, each of which is an object when it is done: a worker that dies loses one piece, and more
workers finish sooner. What a service elsewhere does by itself stands behind ``Farm``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from learnstead.kernel.errors import Terminal

Progress = Callable[[float], None]
"""Called now and then with how many seconds of the piece are done; what it raises ends the encoder."""


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
    """The sound of a file: the first track, or the one marked as the default."""

    codec: str
    channels: int
    hertz: int
    language: str


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


@dataclass(frozen=True)
class Chunk:
    """Frames ``first`` up to but not including ``end`` of the whole; ``end`` is None for "until it is over"."""

    first: int
    end: int | None


@dataclass(frozen=True)
class Stream:
    """One packaged playlist, measured: rates in bit/s over whole segments, ``codecs`` as in RFC 6381.

    ``folder`` is relative to the revision's; of sound only, ``width``, ``height`` and ``rate`` are 0.
    """

    folder: str
    peak: int
    average: int
    codecs: str
    duration: float
    size: int
    width: int = 0
    height: int = 0
    rate: Fraction = Fraction(0)


class Transcoder(Protocol):
    """An encoder on this machine. A file that it cannot read is NotPlayable; a lack of room or time is Transient."""

    def probe(self, source: Path) -> Probe:
        """Look into a file from a stranger; NotPlayable names what is wrong with it."""

    def encode(
        self, source: Path, probe: Probe, ladder: Ladder, chunk: Chunk, *, into: Path, progress: Progress
    ) -> None:
        """Encode one chunk in every quality, in one pass: ``into/{rung}.mp4``. A copied rung is always whole."""

    def encode_sound(self, source: Path, probe: Probe, *, into: Path, progress: Progress) -> None:
        """Encode all the sound, once: ``into/audio.mp4``, beginning when the picture does."""

    def make_stills(self, source: Path, probe: Probe, *, into: Path, progress: Progress) -> None:
        """Make ``poster.jpg`` (not a black one), ``sprite.jpg`` and ``sprite.vtt`` (thumbnails along the time line)."""

    def package(
        self, pieces: Sequence[Path], *, into: Path, rung: Rung | None, group: int, rate: Fraction, progress: Progress
    ) -> Stream:
        """Join pieces, in order, into ``into/index.m3u8`` with its segments. ``rung`` is None for sound."""

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

    def begin(self, *, source: str, destination: str, reference: str, portrait: bool) -> str:
        """Ask for the object ``source`` to be transcoded below ``destination``; the job's id there.

        The same ``reference`` asks once, however often it is sent.
        """

    def report(self, job: str) -> FarmReport:
        """How a job goes."""
