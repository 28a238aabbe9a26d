"""Runs ffmpeg within limits, hears how far it is, and says in our words why it failed."""

import contextlib
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.transcoder import NotPlayable, Progress

CONFINED = Path(__file__).with_name("confined.py")
QUIET = ("-hide_banner", "-nostdin", "-nostats", "-v", "error", "-progress", "pipe:1", "-y")
READ_ONLY_FILES = ("-protocol_whitelist", "file,pipe")
BETWEEN_WORDS = 60.0  # seconds without a word of progress after which it is stuck
FULL = ("No space left on device", "Disk quota exceeded", "File too large")
UNFIT = (
    "Invalid data found",
    "moov atom not found",
    "Error while decoding",
    "Decoder not found",
    "could not find codec",
)
MOST_WORDS = 4096


@dataclass(frozen=True)
class Limits:
    """``memory`` (address space) and ``file`` in bytes; ``seconds`` on the clock, and four times that of processor."""

    seconds: float
    memory: int = 8 << 30
    file: int = 64 << 30


class FfmpegFailed(Terminal):
    """ffmpeg refused what we told it; its own words are in the text."""


def confined(program: Sequence[str | Path], limits: Limits) -> list[str]:
    """The command that runs ``program`` within ``limits``."""
    numbers = (limits.memory, int(limits.seconds * 4) + 1, limits.file)
    return [sys.executable, "-I", "-S", str(CONFINED), *map(str, numbers), "--", *map(str, program)]


def run(ffmpeg: Path, options: Sequence[str | Path], *, folder: Path, limits: Limits, progress: Progress) -> None:
    """Run ffmpeg in ``folder``; it may read and write files and nothing else."""
    command = confined([ffmpeg, *QUIET, *options], limits)
    with TemporaryFile() as complaints:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
        with process:
            try:
                for seconds in _words(process, until=time.monotonic() + limits.seconds):
                    progress(seconds)
            finally:
                if process.poll() is None:
                    process.kill()
        if process.returncode:
            raise _explained(process.returncode, _last(complaints))


def _words(process: "subprocess.Popen[bytes]", *, until: float) -> Iterator[float]:
    """How many seconds are done, each time ffmpeg says so, until it ends."""
    assert process.stdout  # noqa: S101 - it was started with a pipe
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        rest = b""
        while True:
            patience = min(BETWEEN_WORDS, until - time.monotonic())
            if patience <= 0 or not ready.select(patience):
                raise Transient("ffmpeg was stopped: it took longer than this piece may take; it will be tried again")
            words = process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not words:
                process.wait()
                return
            *lines, rest = (rest + words).split(b"\n")
            for line in lines:
                name, _, value = line.partition(b"=")
                if name == b"out_time_us":
                    with contextlib.suppress(ValueError):  # "N/A" at the beginning
                        yield int(value) / 1e6


def _last(complaints: BinaryIO) -> str:
    size = complaints.seek(0, 2)
    complaints.seek(max(0, size - MOST_WORDS))
    return complaints.read().decode(errors="replace").strip()


def _explained(status: int, words: str) -> Exception:
    last = "; ".join(words.splitlines())[:300] or "without a word"
    if any(reason in words for reason in FULL):
        return Transient(
            f"the disk is full: ffmpeg could not write ({last}); free some space and it will be tried again"
        )
    if status < 0:
        return Transient(f"ffmpeg was ended by signal {-status} ({last}); it will be tried again")
    if "Cannot allocate memory" in words:
        return Transient(f"ffmpeg ran out of memory ({last}); it will be tried again")
    if any(reason in words for reason in UNFIT):
        return NotPlayable(f"the file cannot be decoded: {last}")
    return FfmpegFailed(f"ffmpeg failed with status {status}: {last}")
