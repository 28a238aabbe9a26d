"""How much work transcoding is: ``python benchmarks/transcode.py FOLDER [SECONDS [ROUNDS [FILM]]]``.

Counts the processor's seconds of all children, which a busy machine stretches less than the clock: the bare command
with all rungs in one pass, one process for each rung, ours (in chunks, with sound, poster, sprite, packaging and
download), and ours with picture and sound copied. All are equally nice; each round does them one after another, and of
all rounds the median counts. ``to watch`` is the part of our own run after which a film that is encoded can be watched.
With 0 rounds only ours is done, once, of the film that is named: for long ones. Every aim is followed by whether it is
kept; ratios are the code's, times real time and the clock also the machine's.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from clips import CLIPS, make

from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.adapters.ffmpeg.confined import NICENESS
from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.ports.transcoder import Chunk, Ladder, Probe, Rung
from learnstead.video.domain.transcoding.ladder import chunks_of, copied_part, encoded_part, ladder_of, to_download

# At least so many seconds of film for a second of two idle cores, by seconds of processor.
REAL_TIMES = {"hard": 2.6, "slides": 4.5}
NICE = ["nice", "-n", str(NICENESS), find_ffmpeg(None), "-v", "error", "-y"]  # as ours is
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
    command = [*NICE, "-i", source, "-filter_complex", graph]
    for place, rung in enumerate(ladder.rungs):
        command += ["-map", f"[v{place}]", *x264(rung.most_kbits), *segments(folder, rung.name)]
    command += ["-map", "0:a", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", *segments(folder, "sound")]
    subprocess.run(command, check=True)


def one_by_one(source: Path, ladder: Ladder, folder: Path) -> None:
    """A process for each rung."""
    for rung in ladder.rungs:
        scale = ["-vf", f"scale={rung.width}:{rung.height}"]
        command = [*NICE, "-i", source, "-an", *scale, *x264(rung.most_kbits)]
        subprocess.run([*command, *segments(folder, rung.name)], check=True)
    sound = ["-vn", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", *segments(folder, "sound")]
    subprocess.run([*NICE, "-i", source, *sound], check=True)


def ours(source: Path, probe: Probe, ladder: Ladder, folder: Path, *, sound: bool = False) -> Callable[[], None]:
    """Everything that the product does for a film, in the order of its plan; ``sound`` is copied, or encoded."""
    into = folder / "played"
    files: dict[str, list[Path]] = {rung.name: [] for rung in ladder.rungs}

    def cut(file: Path, rung: Rung | None, of: Ladder | None, first: int) -> None:
        name = rung.name if rung else "audio"
        TRANSCODER.package(file, into=into / name, rung=rung, ladder=of, first=first, progress=unheard)

    def picture(part: Ladder, chunk: Chunk) -> None:
        aside = folder / f"{part.rungs[0].name}-{chunk.first}"
        aside.mkdir()
        TRANSCODER.encode(source, probe, part, chunk, into=aside, progress=unheard)
        for rung in part.rungs:
            files[rung.name].append(aside / f"{rung.name}.mp4")
            cut(files[rung.name][-1], rung, part, chunk.first)

    def begin() -> None:
        TRANSCODER.encode_sound(source, probe, copied=sound, into=folder, progress=unheard)
        cut(folder / "audio.mp4", None, None, 0)
        if copied := copied_part(ladder):
            picture(copied, Chunk(0, None))
        else:
            picture(ladder, next(chunks_of(probe, ladder)))

    def go_on() -> None:
        TRANSCODER.make_stills(source, probe, into=folder, progress=unheard)
        if encoded := encoded_part(ladder):
            for chunk in chunks_of(probe, encoded):
                if chunk.first or encoded != ladder:
                    picture(encoded, chunk)
        best = to_download(ladder).name
        TRANSCODER.make_download(files[best], folder / "audio.mp4", into=folder / "d.mp4", progress=unheard)

    begin()
    return go_on


def measure(source: Path, probe: Probe, copied: Ladder) -> dict[str, tuple[float, float]]:
    """Do one film in every way, once."""
    full = encoded_wholly(copied)
    took: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        took["bare"] = work(lambda: bare(source, full, Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        took["one by one"] = work(lambda: one_by_one(source, full, Path(folder)))
    for way, ladder, sound in (("ours", full, False), ("ours, copying", copied, True)):
        took[f"{way}, to watch"], took[way] = ours_twice(source, probe, ladder, sound=sound)
    return took


def ours_twice(
    source: Path, probe: Probe, ladder: Ladder, *, sound: bool
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Our own way: until it can be watched, and all of it."""
    with tempfile.TemporaryDirectory() as folder:
        rest: list[Callable[[], None]] = []
        began = work(lambda: rest.append(ours(source, probe, ladder, Path(folder), sound=sound)))
        ended = work(rest[0])
    return began, (began[0] + ended[0], began[1] + ended[1])


def encoded_wholly(ladder: Ladder) -> Ladder:
    """The same without copying."""
    return replace(ladder, rungs=tuple(replace(rung, copied=False) for rung in ladder.rungs))


def verdict(told: str, found: float, *, least: float | None = None, most: float | None = None) -> None:
    """Print what was found, and whether it is what it should be."""
    kept = (least is None or found >= least) and (most is None or found <= most)
    aim = f"at least {least:g}" if least is not None else f"at most {most:g}"
    print(f"  {told}; {aim}: {'within budget' if kept else 'OVER BUDGET'}", flush=True)


def alone(name: str, source: Path) -> None:
    """Ours only, once."""
    probe = TRANSCODER.probe(source)
    copied = ladder_of(probe)
    if copied is None:
        sys.exit(f"{source} has no picture")
    began, whole = ours_twice(source, probe, encoded_wholly(copied), sound=False)
    print(f"{name}, {probe.duration:.0f} s: {whole[0]:.0f} CPU s, {whole[1]:.0f} s")
    verdict(f"to watch after {began[1]:.0f} s, {began[1] / whole[1]:.1%} of the time", began[1] / whole[1], most=0.15)
    verdict(
        f"to watch after {began[0]:.0f} CPU s, {began[0] / whole[0]:.1%} of the work", began[0] / whole[0], most=0.15
    )


def compare(name: str, source: Path, rounds: int) -> None:
    """Measure one film, and print a table's row for each way and what the ways have to do with each other."""
    probe = TRANSCODER.probe(source)
    copied = ladder_of(probe)
    if copied is None:
        sys.exit(f"{source} has no picture")
    found = [measure(source, probe, copied) for _ in range(rounds)]
    for way in found[0]:
        cpu, clock = (statistics.median(one[way][which] for one in found) for which in (0, 1))
        print(f"| {name} | {way} | {cpu:.1f} | {clock:.1f} | {probe.duration / (cpu / 2):.1f} |", flush=True)
    judge(name, probe.duration, found)


def judge(name: str, duration: float, found: list[dict[str, tuple[float, float]]]) -> None:
    """Say of each aim whether it is kept, by the medians of all rounds."""

    def ratio(told: str, way: str, of: str, **aim: float) -> None:
        each = sorted(one[way][0] / one[of][0] for one in found)
        middle = statistics.median(each)
        verdict(f"{name}: {told} {middle:.2f} ({each[0]:.2f} to {each[-1]:.2f})", middle, **aim)

    ratio("ours, of the bare command,", "ours", "bare", most=1.10)
    ratio("ours, of one process for each rung,", "ours", "one by one", most=0.80)
    ratio("copying, times faster,", "ours", "ours, copying", least=1.6)
    real = duration / (statistics.median(one["ours"][0] for one in found) / 2)
    verdict(f"{name}: ours, times real time on two idle cores, {real:.1f}", real, least=REAL_TIMES[name])
    clock = statistics.median(one["ours"][1] for one in found)
    verdict(f"{name}: ours, seconds by the clock, {clock:.0f}", clock, most=duration)


def main() -> None:
    """Measure all films."""
    folder = Path(sys.argv[1])
    seconds, rounds = (int(sys.argv[place]) if len(sys.argv) > place else other for place, other in ((2, 60), (3, 3)))
    if rounds == 0:
        alone(sys.argv[4], make(sys.argv[4], folder, seconds))
        return
    print("| film | way | CPU s | clock s | times real time on two idle cores |\n|---|---|---|---|---|")
    for name in CLIPS:
        compare(name, make(name, folder, seconds), rounds)


if __name__ == "__main__":
    main()
