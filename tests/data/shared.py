"""The captured payloads and expected results in ../shared, when they are there."""

import importlib.util
import json
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REPLAY = SHARED / "replay"
GOLDEN = SHARED / "golden"
needs_shared = pytest.mark.skipif(not REPLAY.is_dir(), reason="../shared/replay is not here")


def golden(name: str) -> dict:
    """One of the expected results."""
    return json.loads((GOLDEN / f"{name}.json").read_text())


def module(path: Path):
    """A script of ../shared as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def differences(name: str, ours: list[dict], *, section: str = "loaded", ignore: tuple[str, ...] = ()) -> list:
    """What compare.py finds between a golden file and our records."""
    return module(GOLDEN / "compare.py").compare(golden(name)[section], ours, ignore=ignore)
