"""How much work transcoding is: ``python benchmarks/transcode.py FOLDER [SECONDS]``.

Counts the processor's seconds of all children, so that a busy machine measures the same as an idle one: the bare
command with all rungs in one pass, one process for each rung, ours (in two chunks, with poster, sprite, packaging and
download), ours with the best rung copied, and what it takes until a film that cannot be copied can be watched.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from clips import CLIPS, make

from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.ports.transcoder import Chunk, Ladder, Probe
from learnstead.video.domain.transcoding.ladder import copied_part, encoded_part, ladder_of, quick_look

FFMPEG = find_ffmpeg(None)
TRANSCODER = FfmpegTranscoder()


def unheard(_seconds: float = 0.0) -> None:
    """Progress is not shown."""


def work(doing: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor and of clock."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    doing()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - began


def x264(kbits: int) -> list[str]:
    """The quality of a rung."""
    rates = ["-maxrate", f"{kbits}k", "-bufsize", f"{2 * kbits}k"]
    groups = ["-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-pix_fmt", "yuv420p"]
    return ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", *rates, *groups]


def segments(folder: Path, name: str) -> list[str]:
    """HLS by ffmpeg itself."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        "-f", "hls", "-hls_time", "6", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4",
        "-hls_fmp4_init_filename", f"{name}.mp4", "-hls_segment_filename", str(folder / f"{name}-%05d.m4s"),
        str(folder / f"{name}.m3u8"),
    ]  # fmt: skip


def bare(source: Path, ladder: Ladder, folder: Path) -> None:
    """One decoder, all rungs, nothing else."""
    count = len(ladder.rungs)
    graph = f"[0:v]split={count}" + "".join(f"[s{place}]" for place in range(count))
    for place, rung in enumerate(ladder.rungs):
        graph += f";[s{place}]scale={rung.width}:{rung.height}[v{place}]"
    command = [FFMPEG, "-v", "error", "-y", "-i", source, "-filter_complex", graph]
    for place, rung in enumerate(ladder.rungs):
        command += ["-map", f"[v{place}]", *x264(rung.most_kbits), *segments(folder, rung.name)]
    command += ["-map", "0:a", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", *segments(folder, "sound")]
    subprocess.run(command, check=True)


def one_by_one(source: Path, ladder: Ladder, folder: Path) -> None:
    """A process for each rung."""
    for rung in ladder.rungs:
        scale = ["-vf", f"scale={rung.width}:{rung.height}"]
        command = [FFMPEG, "-v", "error", "-y", "-i", source, "-an", *scale, *x264(rung.most_kbits)]
        subprocess.run([*command, *segments(folder, rung.name)], check=True)
    sound = ["-vn", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", *segments(folder, "sound")]
    subprocess.run([FFMPEG, "-v", "error", "-y", "-i", source, *sound], check=True)


def ours(source: Path, probe: Probe, ladder: Ladder, folder: Path) -> None:
    """Everything that the product does for a film."""
    middle = int(probe.duration * float(ladder.rate) / 2 / ladder.group) * ladder.group
    files: dict[str, list[Path]] = {rung.name: [] for rung in ladder.rungs}
    plan = [(copied_part(ladder), Chunk(0, None))]
    plan += [(encoded_part(ladder), Chunk(0, middle)), (encoded_part(ladder), Chunk(middle, None))]
    for number, (part, chunk) in enumerate(plan):
        if part:
            into = folder / str(number)
            into.mkdir(parents=True)
            TRANSCODER.encode(source, probe, part, chunk, into=into, progress=unheard)
            for rung in part.rungs:
                files[rung.name].append(into / f"{rung.name}.mp4")
    TRANSCODER.encode_sound(source, probe, into=folder, progress=unheard)
    TRANSCODER.make_stills(source, probe, into=folder, progress=unheard)
    for rung in ladder.rungs:
        into = folder / rung.name
        TRANSCODER.package(
            files[rung.name], into=into, rung=rung, group=ladder.group, rate=ladder.rate, progress=unheard
        )
    sound = folder / "audio.mp4"
    TRANSCODER.package([sound], into=folder / "audio", rung=None, group=1, rate=Fraction(1), progress=unheard)
    TRANSCODER.make_download(files[ladder.rungs[0].name], sound, into=folder / "d.mp4", progress=unheard)


def first(source: Path, probe: Probe, folder: Path) -> None:
    """What it takes until a film whose picture cannot be copied can be watched."""
    ladder = quick_look(probe)
    if ladder:
        TRANSCODER.encode(source, probe, ladder, Chunk(0, None), into=folder, progress=unheard)
        rung, sound = ladder.rungs[0], folder / "audio.mp4"
        TRANSCODER.encode_sound(source, probe, into=folder, progress=unheard)
        TRANSCODER.package(
            [folder / "first.mp4"], into=folder / "f", rung=rung, group=ladder.group, rate=ladder.rate, progress=unheard
        )
        TRANSCODER.package([sound], into=folder / "a", rung=None, group=1, rate=Fraction(1), progress=unheard)


def compare(name: str, source: Path) -> dict[str, float]:
    """Measure one film in every way, and print a table's row for each."""
    probe = TRANSCODER.probe(source)
    copied = ladder_of(probe)
    if copied is None:
        sys.exit(f"{source} has no picture")
    full = replace(copied, rungs=tuple(replace(rung, copied=False) for rung in copied.rungs))
    ways: dict[str, Callable[[Path], None]] = {
        "bare": lambda folder: bare(source, full, folder),
        "one by one": lambda folder: one_by_one(source, full, folder),
        "ours": lambda folder: ours(source, probe, full, folder),
        "ours, copying": lambda folder: ours(source, probe, copied, folder),
        "first rung": lambda folder: first(source, probe, folder),
    }
    took: dict[str, float] = {}
    for way, doing in ways.items():
        with tempfile.TemporaryDirectory() as folder:
            took[way], clock = work(lambda doing=doing, folder=folder: doing(Path(folder)))
        speed = probe.duration / (took[way] / 2)
        print(f"| {name} | {way} | {took[way]:.1f} | {clock:.1f} | {speed:.1f} |", flush=True)
    return took


def main() -> None:
    """Measure all films."""
    folder = Path(sys.argv[1])
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60  # noqa: PLR2004
    print("| film | way | CPU s | clock s | times real time on two idle cores |\n|---|---|---|---|---|")
    for name in CLIPS:
        took = compare(name, make(name, folder, seconds))
        to_watch = took["first rung"] / (took["first rung"] + took["ours"])
        print(
            f"  {name}: {took['ours'] / took['bare']:.2f} of bare, "
            f"{took['ours'] / took['one by one']:.2f} of one by one; "
            f"copying {took['ours'] / took['ours, copying']:.2f} times faster; first rung after {to_watch:.0%}"
        )


if __name__ == "__main__":
    main()
