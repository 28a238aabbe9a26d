"""Everything ``make check`` checks, one after another; all of it runs, and the last line says what failed."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SOURCES = ("src", "tests", "tools", "benchmarks")
CHECKS: dict[str, tuple[str, ...]] = {
    "lint": ("ruff", "check", "--quiet", "--output-format=concise", *SOURCES),
    "format": ("ruff", "format", "--check", "--quiet", *SOURCES),
    "types": ("mypy",),
    "architecture": ("lint-imports", "--no-logo"),
    "sizes": ("python", "tools/check_sizes.py"),
    "words": ("python", "tools/check_words.py"),
    "spelling": ("codespell",),
}


def main(names: list[str]) -> None:
    """Run the checks called ``names``, or all."""
    failed = [name for name in names or CHECKS if not passes(name)]
    if failed:
        sys.exit(f"check: {', '.join(failed)} failed")


def passes(name: str) -> bool:
    """Run one check; its output is shown only when it fails, or is short."""
    program, *options = CHECKS[name]
    started = time.monotonic()
    done = subprocess.run(
        [BIN / program, *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    took = time.monotonic() - started
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name:<13}{took:5.1f} s", flush=True)
    words = done.stdout.strip()
    if words and (done.returncode != 0 or words.count("\n") == 0):
        print(words, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
