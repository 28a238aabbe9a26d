"""Supervisions over small real programs."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learnstead.config.supervisor.child import Program
from learnstead.config.supervisor.console import Console
from learnstead.config.supervisor.events import Events
from learnstead.config.supervisor.supervision import Supervision

Script = Callable[..., Program]


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    console = Console(tmp_path / "logs")
    yield console
    console.close()


@pytest.fixture
def supervision(console: Console) -> Iterator[Supervision]:
    events = Events()
    supervision = Supervision(events=events, console=console, changed=lambda: None)
    with events.signals():
        yield supervision
        console.hushed = True
        supervision.stop()


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Makes a program of some lines of Python, ready once it has written its name into the test's folder."""

    def make(name: str, lines: str, **more: object) -> Program:
        mark = tmp_path / name
        begin = f"import pathlib, signal, subprocess, sys, time, os\nmark = pathlib.Path({str(mark)!r})\n"
        command = (sys.executable, "-c", begin + lines)
        return Program(name=name, command=command, is_ready=mark.exists, **more)  # type: ignore[arg-type]

    return make
