"""Asks the process that looks into files, and decides whether what it saw can become a video."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from learnstead.adapters.ffmpeg.kinds import SEEKABLE
from learnstead.adapters.ffmpeg.process import Limits, confined
from learnstead.kernel.errors import Transient
from learnstead.ports.transcoder import NotPlayable, Picture, Probe, Sound

LOOKING = (sys.executable, "-m", "learnstead.adapters.ffmpeg.looking")
LIMITS = Limits(seconds=300, memory=3 << 30, file=0)
LONGEST = 12 * 3600
SHORTEST = 0.04  # one frame
SIDES = (16, 16_384)
FASTEST = 1000
CUT_SECONDS, CUT_SHARE = 3.0, 0.1  # how much less than its header promises a file may hold


def probe(source: Path) -> Probe:
    """Look into ``source``; NotPlayable says what is wrong with it."""
    try:
        size = source.stat().st_size
        done = subprocess.run(
            confined([*LOOKING, source], LIMITS), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
            timeout=LIMITS.seconds,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotPlayable("looking into the file takes longer than any video should; it may be damaged") from None
    except OSError as problem:
        raise Transient(f"could not look into {source}: {problem}") from problem
    if done.returncode or not done.stdout:
        raise NotPlayable("the file makes the program that looks into it fail; it is damaged, or made to do harm")
    seen = json.loads(done.stdout)
    if "problem" in seen:
        raise NotPlayable(f"The file cannot become a video: {seen['problem']}.")
    return _accepted(_probe(seen, size), promised=seen["promised"])


def _probe(seen: dict[str, Any], size: int) -> Probe:
    picture, sound = seen["picture"], seen["sound"]
    container = str(seen["container"]).partition(",")[0]
    return Probe(
        container=container,
        duration=float(seen["duration"]),
        size=size,
        seekable=container in SEEKABLE,
        picture=Picture(**{**picture, "rate": Fraction(*picture["rate"])}) if picture else None,
        sound=Sound(**sound) if sound else None,
    )


def _accepted(probe: Probe, *, promised: float) -> Probe:
    picture = probe.picture
    if probe.duration < SHORTEST:
        raise NotPlayable("The file holds no more than one picture, or nothing that lasts: send a video.")
    if probe.duration > LONGEST:
        raise NotPlayable(f"The file is {probe.duration / 3600:.0f} hours long; cut it into parts of at most 12 hours.")
    if promised - probe.duration > max(CUT_SECONDS, CUT_SHARE * promised):
        raise NotPlayable(
            f"The file was cut off: it should last {promised:.0f} seconds and ends after {probe.duration:.0f}; "
            "send it again."
        )
    if picture and not (
        SIDES[0] <= min(picture.width, picture.height) <= max(picture.width, picture.height) <= SIDES[1]
    ):
        raise NotPlayable(f"Its picture is {picture.width} by {picture.height}, which is no size of a video.")
    if picture and not 0 < picture.rate <= FASTEST:
        raise NotPlayable(f"Its picture has {float(picture.rate):.0f} frames per second, which is no video.")
    return probe
