"""The poster, and the thumbnails along the time line: one picture with a WebVTT file that says what is where."""

from math import ceil
from pathlib import Path

from learnstead.adapters.ffmpeg.pictures import TONE_MAPPED, reading
from learnstead.ports.transcoder import Picture, Probe

MOST_TILES, ACROSS, SOONEST = 100, 10, 2.0
TILE, POSTER = 160, 1280
DARK = 40  # mean luma; black is 16
TRIES = ((0.1, True), (0.0, True), (0.5, False), (0.0, False))
"""Where to look for a poster, as a part of the duration, and whether it must not be dark."""


def poster(source: Path, probe: Probe, picture: Picture, *, at: float, bright: bool, into: Path) -> list[str]:
    """The first frame from ``at`` seconds on that stands alone and, when ``bright``, isn't black."""
    width, height = within(picture, POSTER)
    bright_only = f"signalstats,metadata=select:key=lavfi.signalstats.YAVG:value={DARK}:function=greater,"
    return [
        "-skip_frame", "nokey", "-ss", f"{at:.3f}", *reading(source, probe.container), "-map", "0:V:0",
        "-frames:v", "1",
        "-vf", f"{bright_only if bright else ''}scale={width}:{height},setsar=1,{_tones(picture)}format=yuvj420p",
        "-q:v", "4", "-f", "image2", "-update", "1", str(into / "poster.jpg"),
    ]  # fmt: skip


def sprite(source: Path, probe: Probe, picture: Picture, into: Path) -> list[str]:
    """One tile for every step of time, from frames that stand alone."""
    width, height = within(picture, TILE)
    step, count = steps(probe.duration)
    # The last frame that stands alone stands for all that follows it.
    evenly = f"fps=1/{step:g}:start_time=0:eof_action=pass,tpad=stop_mode=clone:stop={MOST_TILES}"
    tiles = f"tile={min(count, ACROSS)}x{ceil(count / ACROSS)}"
    scaled = f"scale={width}:{height},setsar=1,{_tones(picture)}format=yuvj420p"
    return [
        "-skip_frame", "nokey", *reading(source, probe.container), "-map", "0:V:0", "-frames:v", "1",
        "-vf", f"{evenly},{scaled},{tiles}",
        "-q:v", "5", "-f", "image2", "-update", "1", str(into / "sprite.jpg"),
    ]  # fmt: skip


def steps(duration: float) -> tuple[float, int]:
    """Seconds between two tiles, and how many there are."""
    step = max(SOONEST, float(ceil(duration / MOST_TILES)))
    return step, max(1, ceil(duration / step))


def sprite_vtt(duration: float, picture: Picture) -> str:
    """A cue for each tile; players read its place from the fragment (Media Fragments, ``xywh``)."""
    width, height = within(picture, TILE)
    step, count = steps(duration)
    cues = [
        f"{_clock(place * step)} --> {_clock(min((place + 1) * step, duration))}\n"
        f"sprite.jpg#xywh={place % ACROSS * width},{place // ACROSS * height},{width},{height}\n"
        for place in range(count)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def within(picture: Picture, side: int) -> tuple[int, int]:
    """The size of ``picture``, made even, so that no side is longer than ``side``."""
    factor = min(1.0, side / max(picture.width, picture.height))
    return max(2, round(picture.width * factor / 2) * 2), max(2, round(picture.height * factor / 2) * 2)


def _tones(picture: Picture) -> str:
    return ",".join((*TONE_MAPPED, "")) if picture.hdr else ""


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
