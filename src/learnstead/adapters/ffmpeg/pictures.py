"""What ffmpeg is told to encode a picture: one filter graph, so that the source is decoded once for all qualities."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path

from learnstead.ports.transcoder import Chunk, Ladder, Picture, Probe, Rung

LONGEST_LEAD = 30  # seconds
# High dynamic range becomes what every screen shows.
TONE_MAPPED = (
    "zscale=t=linear:npl=100", "format=gbrpf32le", "zscale=p=bt709", "tonemap=hable:desat=0",
    "zscale=t=bt709:m=bt709:r=tv",
)  # fmt: skip
WITHOUT_THE_REST = ("-an", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1")
# Encoders keep all cores busy: more threads before them only get into each other's way, until one cannot keep up.
ALONE = ("-filter_complex_threads", "1", "-threads", "1")
LIGHT = 1920 * 1088  # pixels
# A first look need not be exact: frames that no other frame needs are not even decoded.
HASTY = ("-skip_frame", "noref", "-skip_loop_filter", "all")


def reading(source: Path, container: str) -> list[str]:
    """Read ``source`` as what it was found to be, and nothing that it may refer to."""
    return ["-protocol_whitelist", "file,pipe", "-f", container, "-i", f"file:{source}"]


def copying(source: Path, probe: Probe, rung: Rung, into: Path) -> list[str]:
    """Take the picture as it is."""
    return [
        *reading(source, probe.container), "-map", "0:V:0", "-c", "copy", *WITHOUT_THE_REST,
        str(into / f"{rung.name}.mp4"),
    ]  # fmt: skip


def encoding(source: Path, probe: Probe, ladder: Ladder, chunk: Chunk, into: Path) -> list[str]:
    """Encode a chunk in all qualities of ``ladder``."""
    picture = probe.picture
    assert picture  # noqa: S101 - a ladder is made for a picture
    lead = _lead(picture, ladder.rate, chunk)
    begin = Fraction(chunk.first - lead) / ladder.rate
    options = [*ALONE] if _is_light(picture) else []
    options += HASTY if any(rung.quick for rung in ladder.rungs) else ()
    if begin:
        options += ["-ss", f"{float(begin):.6f}"]
    if chunk.end is not None:
        options += [
            "-t",
            f"{float((chunk.end - chunk.first + lead) / ladder.rate + 1 + Fraction(picture.longest_frame)):.6f}",
        ]
    options += [*reading(source, probe.container), "-filter_complex", _graph(picture, ladder, chunk, lead)]
    for place, rung in enumerate(ladder.rungs):
        options += [
            "-map",
            f"[out{place}]",
            *_quality(rung, ladder.group),
            *WITHOUT_THE_REST,
            str(into / f"{rung.name}.mp4"),
        ]
    return options


def _is_light(picture: Picture) -> bool:
    return picture.width * picture.height <= LIGHT and not (picture.hdr or picture.interlaced)


def _lead(picture: Picture, rate: Fraction, chunk: Chunk) -> int:
    """How many frames earlier to begin: the one on show at the beginning may have come long before it."""
    return min(chunk.first, ceil(min(picture.longest_frame, LONGEST_LEAD) * rate) + 2)


def _graph(picture: Picture, ladder: Ladder, chunk: Chunk, lead: int) -> str:
    top = ladder.rungs[0]
    trim = f"trim=start_frame={lead}" + (
        f":end_frame={lead + chunk.end - chunk.first}" if chunk.end is not None else ""
    )
    chain = [
        *(["bwdif=deint=interlaced"] if picture.interlaced else []),
        f"fps={ladder.rate}:start_time=0",
        *([trim, "setpts=PTS-STARTPTS"] if lead or chunk.end is not None else []),
        f"scale={top.width}:{top.height}",
        "setsar=1",
        *(TONE_MAPPED if picture.hdr else ()),
        "format=yuv420p",
    ]
    return f"[0:V:0]{','.join(chain)}{_smaller(ladder.rungs[1:])}"


def _smaller(rungs: Sequence[Rung], place: int = 0) -> str:
    """Show what there is as ``out{place}``, and make each of ``rungs`` of the one before, which is soon read."""
    if not rungs:
        return f"[out{place}]"
    scaled = f"[more{place}]scale={rungs[0].width}:{rungs[0].height},setsar=1"
    return f",split[out{place}][more{place}];{scaled}{_smaller(rungs[1:], place + 1)}"


def _quality(rung: Rung, group: int) -> list[str]:
    preset, crf = ("ultrafast", 26) if rung.quick else ("veryfast", 23)
    return [
        "-c:v", "libx264", "-preset", preset, "-crf", str(crf),
        "-maxrate", f"{rung.most_kbits}k", "-bufsize", f"{2 * rung.most_kbits}k",
        "-g", str(group), "-keyint_min", str(group), "-sc_threshold", "0", "-pix_fmt", "yuv420p",
    ]  # fmt: skip
