"""CMAF segments out of encoded pieces, and what they weigh."""

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from learnstead.ports.transcoder import SEGMENT_SECONDS, Ladder, Rung, Stream

EARLY = 0.01  # so that rounding never lets a segment run on to the next key frame
SHORTEST = 0.5
EXTINF = re.compile(r"#EXTINF:([0-9.]+),")
AAC = "mp4a.40.2"
PARTS = "parts.m3u8"


def joining(pieces: Sequence[Path], listing: Path) -> list[str]:
    """Read ``pieces`` one after another; more than one are named in the file ``listing``."""
    if len(pieces) == 1:
        return ["-protocol_whitelist", "file,pipe", "-f", "mov", "-i", f"file:{pieces[0]}"]
    lines = ["ffconcat version 1.0", *(f"file '{str(piece.resolve()).replace(chr(39), _QUOTE)}'" for piece in pieces)]
    listing.write_text("\n".join(lines) + "\n")
    return ["-protocol_whitelist", "file,pipe", "-f", "concat", "-safe", "0", "-i", f"file:{listing}"]


_QUOTE = "'\\''"


def segmenting(piece: Path, *, seconds: float, ladder: Ladder | None, first: int) -> list[str]:
    """Cut into segments, without encoding. Times stay what they are, so that sound and picture stay together."""
    later = _later(ladder, first) if ladder and first else []
    return [
        "-protocol_whitelist", "file,pipe", "-f", "mov", "-i", f"file:{piece}",
        "-map", "0", "-c", "copy", "-copyts", "-avoid_negative_ts", "disabled", *later,
        "-f", "hls", "-hls_time", f"{seconds:.6f}", "-hls_playlist_type", "vod", "-hls_flags", "independent_segments",
        "-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4", "-hls_segment_filename", "%05d.m4s",
        PARTS,
    ]  # fmt: skip


def _later(ladder: Ladder, first: int) -> list[str]:
    """Begin where the pieces before end: ``frag_discont`` makes a fragment say when it is to be shown."""
    begins, number = first / ladder.rate, number_of(ladder, first)
    later = f"+round({begins.numerator}/{begins.denominator}/TB)"
    return [
        "-bsf:v", f"setts=pts=PTS{later}:dts=DTS{later}",
        "-start_number", str(number),
        "-hls_segment_options", f"movflags=+frag_discont:fragment_index={number + 1}",
    ]  # fmt: skip


def number_of(ladder: Ladder | None, first: int) -> int:
    """The number of the segment that begins with the frame ``first``."""
    return first // ladder.segment if ladder else 0


def segment_seconds(rung: Rung | None, ladder: Ladder | None) -> float:
    """About six seconds, in whole groups of frames."""
    if rung is None or ladder is None or rung.copied:
        return SEGMENT_SECONDS
    return float(ladder.segment / ladder.rate) - EARLY


def measured(folder: Path, *, rung: Rung | None, ladder: Ladder | None, first: int) -> Stream:
    """What a viewer must be able to receive. The list of parts goes: the playlist is written by whoever knows all."""
    listing = folder / PARTS
    lines = listing.read_text().splitlines()
    found = [(float(match[1]), lines[place + 1]) for place, line in enumerate(lines) if (match := EXTINF.match(line))]
    listing.unlink()
    _join_scrap(folder, found)
    return Stream(
        folder=folder.name,
        codecs=AAC if rung is None else _avc((folder / "init.mp4").read_bytes()),
        segments=tuple((seconds, (folder / name).stat().st_size) for seconds, name in found),
        first=number_of(ladder, first),
        width=rung.width if rung else 0,
        height=rung.height if rung else 0,
        rate=ladder.rate if ladder else Fraction(0),
    )


def _join_scrap(folder: Path, found: list[tuple[float, str]]) -> None:
    """Append a last segment that is too short to the one before it: segments are runs of fragments.

    hls.js takes what ends within a quarter of a second for played, never asks for it, and so never ends.
    """
    if len(found) < 2 or found[-1][0] >= SHORTEST:  # noqa: PLR2004 - there is none before it
        return
    (before, name), (seconds, scrap) = found[-2:]
    with (folder / name).open("ab") as file:
        file.write((folder / scrap).read_bytes())
    (folder / scrap).unlink()
    found[-2:] = [(before + seconds, name)]


def _avc(init: bytes) -> str:
    place = init.index(b"avcC") + 5
    return f"avc1.{init[place : place + 3].hex()}"
