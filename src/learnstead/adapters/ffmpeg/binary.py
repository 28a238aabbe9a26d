"""Where the program ffmpeg is."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from learnstead.kernel.errors import Terminal


class FfmpegIsMissing(Terminal):
    """There is no program to encode video with."""


def find_ffmpeg(configured: Path | None) -> Path:
    """The configured program, the one inside the ``imageio-ffmpeg`` wheel, or the one on PATH."""
    if configured is not None:
        if configured.is_file() and os.access(configured, os.X_OK):
            return configured
        raise FfmpegIsMissing(f"{configured} is not a program; LEARNSTEAD_FFMPEG names it: correct or unset that")
    found = _in_the_wheel() or shutil.which("ffmpeg")
    if found is None:
        raise FfmpegIsMissing("no ffmpeg in the 'imageio-ffmpeg' wheel or on PATH; run 'make setup', install it, "
                              "or set LEARNSTEAD_FFMPEG")  # fmt: skip
    return Path(found)


def _in_the_wheel() -> Path | None:
    package = find_spec("imageio_ffmpeg")
    if package is None or not package.submodule_search_locations:
        return None
    programs = Path(package.submodule_search_locations[0], "binaries").glob("ffmpeg-*")
    return next((program for program in sorted(programs) if os.access(program, os.X_OK)), None)
