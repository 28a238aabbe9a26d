"""HLS with CMAF segments out of encoded pieces, and what its playlist weighs."""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path

from learnstead.ports.transcoder import Rung, Stream

SEGMENT_SECONDS = 6
EARLY = 0.01  # so that rounding never lets a segment run on to the next key frame
EXTINF = re.compile(r"#EXTINF:([0-9.]+),")
AAC = "mp4a.40.2"


def joining(pieces: Sequence[Path], listing: Path) -> list[str]:
    """Read ``pieces`` one after another; more than one are named in the file ``listing``."""
    if len(pieces) == 1:
        return ["-protocol_whitelist", "file,pipe", "-f", "mov", "-i", f"file:{pieces[0]}"]
    lines = ["ffconcat version 1.0", *(f"file '{str(piece.resolve()).replace(chr(39), _QUOTE)}'" for piece in pieces)]
    listing.write_text("\n".join(lines) + "\n")
    return ["-protocol_whitelist", "file,pipe", "-f", "concat", "-safe", "0", "-i", f"file:{listing}"]


_QUOTE = "'\\''"


def segmenting(seconds: float) -> list[str]:
    """Cut into segments, without encoding. Times stay what they are, so that sound and picture stay together."""
    return [
        "-map", "0", "-c", "copy", "-copyts", "-avoid_negative_ts", "disabled",
        "-f", "hls", "-hls_time", f"{seconds:.6f}", "-hls_playlist_type", "vod", "-hls_flags", "independent_segments",
        "-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4", "-hls_segment_filename", "%05d.m4s",
        "index.m3u8",
    ]  # fmt: skip


def segment_seconds(rung: Rung | None, group: int, rate: Fraction) -> float:
    """About six seconds, in whole groups of frames."""
    if rung is None or rung.copied:
        return SEGMENT_SECONDS
    seconds = Fraction(group) / rate
    return float(max(1, round(SEGMENT_SECONDS / seconds)) * seconds) - EARLY


def measured(folder: Path, *, rung: Rung | None, rate: Fraction) -> Stream:
    """What a viewer of this playlist must be able to receive."""
    lines = (folder / "index.m3u8").read_text().splitlines()
    found = [(float(match[1]), lines[place + 1]) for place, line in enumerate(lines) if (match := EXTINF.match(line))]
    segments = [(seconds, (folder / name).stat().st_size) for seconds, name in found]
    duration, size = sum(seconds for seconds, _ in segments), sum(weight for _, weight in segments)
    return Stream(
        folder=folder.name,
        peak=max(peak(segments), 1),
        average=max(ceil(size * 8 / duration), 1),
        codecs=AAC if rung is None else _avc((folder / "init.mp4").read_bytes()),
        duration=duration,
        size=size,
        width=rung.width if rung else 0,
        height=rung.height if rung else 0,
        rate=rate if rung else Fraction(0),
    )


def peak(segments: Sequence[tuple[float, int]]) -> int:
    """The highest rate in bit/s of neighbours that last half to one and a half of the target (RFC 8216, 4.3.4.2)."""
    target = max(seconds for seconds, _ in segments)
    highest = 0.0
    for first in range(len(segments)):
        seconds = size = 0.0
        for length, weight in segments[first:]:
            seconds, size = seconds + length, size + weight
            if seconds > 1.5 * target:
                break
            if seconds >= 0.5 * target:
                highest = max(highest, size * 8 / seconds)
    return ceil(highest)


def _avc(init: bytes) -> str:
    place = init.index(b"avcC") + 5
    return f"avc1.{init[place : place + 3].hex()}"
