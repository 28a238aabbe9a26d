"""The real course repositories and starters beside the checkout: test input only, and not everywhere present.

All of them are read, written and imported in every run. Building and publishing them takes minutes, so that is tried on
the few in ``BUILT``, unless LEARNSTEAD_TEST_CORPUS is ``all``.
"""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
COURSES = sorted(path for path in (SHARED / "corpus" / "ocw").glob("*") if path.is_dir())
STARTERS = sorted((SHARED / "starters").glob("ocw-*.yaml"))
NAMES = [path.name for path in COURSES] or ["absent"]
FEW = ("14.15j-spring-2018", "20.109-fall-2007", "6.0001-fall-2016", "es.293-spring-2007")
BUILT = NAMES if os.environ.get("LEARNSTEAD_TEST_CORPUS") == "all" else [name for name in NAMES if name in FEW] or NAMES


def course(name: str) -> Path:
    """The folder of a real course; skips the test when there is none."""
    folder = SHARED / "corpus" / "ocw" / name
    if not folder.is_dir():
        pytest.skip("the real course repositories are not beside this checkout")
    return folder


def files_of(folder: Path) -> dict[str, str]:
    """Every file of a course by its path in the repository, newlines as they are."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in found}
