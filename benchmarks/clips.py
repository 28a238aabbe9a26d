"""Makes the films that video is measured with: ``python benchmarks/clips.py FOLDER [SECONDS]``.

``hard.mp4`` moves everywhere; ``slides.mp4`` is a lecture: slides, a small moving picture in a corner, grain, and sound
that comes and goes like speech. Both 1280 by 720 at 30 frames a second with a key frame every two seconds.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from learnstead.adapters.ffmpeg.binary import find_ffmpeg

X264 = ("-c:v", "libx264", "-preset", "fast", "-crf", "22", "-maxrate", "4200k", "-bufsize", "8400k", "-g", "60")
REST = ("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart")
LINES = ",".join(
    f"drawbox=x=90:y={150 + 70 * line}:w='{420 + 53 * line % 300}':h=26:c=0x223344:t=fill:"
    f"enable='gte(mod(t,20),{2 * line})'"
    for line in range(6)
)
HEADINGS = ",".join(
    f"drawbox=x=90:y=60:w={300 + 90 * slide}:h=44:c=0x7a1f2b:t=fill:enable='{when}'"
    for slide in range(3)
    for when in [f"between(mod(t,60),{20 * slide},{20 * slide + 20})"]
)
SPEECH = "aevalsrc='0.3*sin(2*PI*(140+30*sin(2*PI*0.7*t))*t)*gt(sin(2*PI*2.3*t)+sin(2*PI*0.31*t),0)':s=48000"


def hard(seconds: int) -> list[str]:
    """A test picture of ffmpeg and a tone."""
    return [
        "-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=30:duration={seconds}",
        "-f", "lavfi", "-i", f"sine=frequency=330:duration={seconds}",
    ]  # fmt: skip


def slides(seconds: int) -> list[str]:
    """A lecture as most of them look."""
    graph = (
        f"color=0xf4f1ea:size=1280x720:rate=30:duration={seconds},{HEADINGS},{LINES}[page];"
        f"mandelbrot=size=320x180:rate=30:end_pts=8000,trim=duration={seconds}[person];"
        "[page][person]overlay=x=930:y=510,noise=all_strength=3:all_flags=t,format=yuv420p[picture]"
    )
    return [
        "-f", "lavfi", "-i", f"{SPEECH}:duration={seconds}", "-filter_complex", graph,
        "-map", "[picture]", "-map", "0:a",
    ]  # fmt: skip


MINUTE = 60
CLIPS = {"hard": hard, "slides": slides}


def make(name: str, folder: Path, seconds: int) -> Path:
    """The film, made unless it is there; what lasts for more than a minute repeats its first, which costs little."""
    film = folder / f"{name}-{seconds}.mp4"
    if not film.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = repeated(name, folder, seconds) if seconds > MINUTE else [*CLIPS[name](seconds), *X264, *REST]
        _run([*made, film.with_suffix(".part.mp4")])
        film.with_suffix(".part.mp4").rename(film)
    return film


def repeated(name: str, folder: Path, seconds: int) -> list[str]:
    """The picture of the first minute again and again, without its sound, whose last frame ends a little later."""
    minute, silent = make(name, folder, MINUTE), folder / f"{name}-silent.mp4"
    _run(["-i", str(minute), "-an", "-c", "copy", silent])
    inputs = ["-stream_loop", "-1", "-i", str(silent), "-stream_loop", "-1", "-i", str(minute)]
    return [*inputs, "-map", "0:v", "-map", "1:a", "-t", str(seconds), "-c:v", "copy", "-c:a", "aac", "-b:a", "128k"]


def _run(options: Sequence[str | Path]) -> None:
    subprocess.run([find_ffmpeg(None), "-v", "error", "-y", *options], check=True)


if __name__ == "__main__":
    for clip in CLIPS:
        print(make(clip, Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60))  # noqa: PLR2004
