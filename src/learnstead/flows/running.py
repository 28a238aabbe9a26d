"""Runs a flow: its steps from top to bottom, each recorded when it is finished, so that a rerun resumes."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction

from learnstead.kernel import clock
from learnstead.ports.run_log import FinishedStep, RunLog

Given = TypeVar("Given")
Results = dict[str, Any]


def _always(_result: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True)
class Step(Generic[Given]):
    """One step. What ``run`` returns (JSON values) is handed to the steps after it.

    A step without ``run`` is asynchronous: a job that an earlier step asked for does it, and records it.
    ``atomic``: the step and the record of it commit together. ``still_good`` tells, when a run is resumed, whether
    what the step made is still there.
    """

    name: str
    says: str
    run: Callable[[Given, Results], Results | None] | None = None
    atomic: bool = False
    still_good: Callable[[Mapping[str, Any]], bool] = _always


@dataclass(frozen=True)
class Flow(Generic[Given]):
    """A story that crosses contexts, told in steps. ``starts_with`` is the event that begins it."""

    name: str
    title: str
    starts_with: str
    steps: tuple[Step[Given], ...]


def run_flow(*, flow: Flow[Given], run: str, given: Given, log: RunLog) -> None:
    """Do the steps that are not done yet. An error leaves the run where it stands."""
    finished = {step.step: step for step in log.steps(flow.name, run)}
    results: Results = {}
    for step in flow.steps:
        before = finished.get(step.name)
        if step.run is None:
            continue
        if before and step.still_good(before.result):
            results.update(before.result)
            continue
        with transaction.atomic() if step.atomic else nullcontext(), recorded(flow.name, run, step.name, log) as made:
            made.update(step.run(given, results) or {})
        results.update(made)


@contextmanager
def recorded(flow: str, run: str, step: str, log: RunLog, *, asynchronous: bool = False) -> Iterator[Results]:
    """Time what happens inside, and record it as a finished step unless it fails."""
    started, since = clock.now(), time.perf_counter()
    result: Results = {}
    yield result
    log.finish(
        FinishedStep(
            flow=flow,
            run=run,
            step=step,
            started=started,
            seconds=time.perf_counter() - since,
            asynchronous=asynchronous,
            result=result,
        )
    )
