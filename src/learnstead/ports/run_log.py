"""The memory of flows: which steps of which run are finished."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class FinishedStep:
    """One step that was done. ``result`` is what later steps need from it (JSON values)."""

    flow: str
    run: str
    step: str
    started: datetime
    seconds: float
    asynchronous: bool
    result: Mapping[str, Any]


class RunLog(Protocol):
    """Finished steps, kept so that a killed run resumes where it stood."""

    def finish(self, step: FinishedStep) -> None:
        """Remember a step; a later attempt at it replaces what is remembered."""

    def steps(self, flow: str, run: str) -> Sequence[FinishedStep]:
        """The finished steps of a run, in the order they were finished."""

    def runs(self, flow: str, *, limit: int = 20) -> Sequence[str]:
        """The latest runs of a flow, newest first."""
