"""What starting costs: `python benchmarks/start.py`. CPU seconds of all processes together, and the wall's.

The baseline is one bare start of Django in the same run: what every command has to pay.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

LEARNSTEAD = [sys.executable, "-m", "learnstead"]
PORT = "18990"


def main() -> None:
    """Start an installation twice in a folder of its own, and print a table."""
    folder = Path(tempfile.mkdtemp(prefix="ls-"))
    folder.chmod(0o711)
    data = folder / "data"
    up = ("up", "--detach", "--port", PORT)
    try:
        first, first_cpu = timed(lambda: run(data, *up)), cpu(data)
        stop = timed(lambda: run(data, "down"))
        second, second_cpu = timed(lambda: run(data, *up)), cpu(data)
        baseline = bare_django(data)
        run(data, "down")
    finally:
        shutil.rmtree(folder)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    print("| | wall s | CPU s | x one bare start of Django |\n|---|---|---|---|")
    print(f"| first start, demo published | {first:.1f} | {first_cpu:.1f} | {first_cpu / baseline:.0f} |")
    print(f"| second start | {second:.1f} | {second_cpu:.1f} | {second_cpu / baseline:.0f} |")
    print(f"| stop | {stop:.1f} | | |")


def run(data: Path, *words: str) -> None:
    """Run one command of the installation."""
    subprocess.run([*LEARNSTEAD, *words, "--data", data], check=True, stdout=subprocess.DEVNULL)


def timed(work: Callable[[], None]) -> float:
    """Wall seconds of ``work``."""
    started = time.monotonic()
    work()
    return time.monotonic() - started


def cpu(data: Path) -> float:
    """CPU seconds so far of everything the installation runs and has run."""
    pid = json.loads((data / "up.json").read_text())["pid"]
    supervisor = psutil.Process(pid)
    return sum(sum(process.cpu_times()[:4]) for process in (supervisor, *supervisor.children(recursive=True)))


def bare_django(data: Path) -> float:
    """CPU seconds of loading Django with our settings and nothing else."""
    before = os.times()
    environment = {**os.environ, "LEARNSTEAD_DATA": str(data)}
    subprocess.run([*LEARNSTEAD, "manage", "version"], env=environment, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


if __name__ == "__main__":
    main()
