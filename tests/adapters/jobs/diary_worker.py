"""A worker program for the tests: one job that writes to a diary, slowly."""

import os
import sys
import time
from pathlib import Path

import django
from django.db import transaction

from learnstead.adapters.jobs.aside import AUTOGROUP
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.jobs import job

DIARY = Path(os.environ.get("DIARY", os.devnull))


def _note(line: str) -> None:
    with DIARY.open("a") as diary:
        diary.write(line + "\n")


def _write(line: str, begin: str, seconds: float) -> None:
    is_first = f"begin {line}" not in DIARY.read_text()
    _note(begin)
    time.sleep(seconds if is_first else 0)
    _note(f"end {line}")


@job("diary.write")
def write(*, line: str, seconds: float = 0) -> None:
    """Note the beginning and the end, the first time slowly."""
    _write(line, f"begin {line}", seconds)


@job("diary.stumble")
def stumble(*, line: str) -> None:
    """Fail the first time, as a passing trouble does."""
    _note(f"try {line}")
    if DIARY.read_text().count(f"try {line}") < 2:
        raise Transient("not yet")


@job("diary.write_aside", aside=True)
def write_aside(*, line: str, seconds: float = 0) -> None:
    """Note the beginning, with the process and how far it comes after others, and the end."""
    group = AUTOGROUP.read_text().split()[-1] if AUTOGROUP.exists() else ""
    niceness = os.getpriority(os.PRIO_PROCESS, 0)
    _write(line, f"begin {line} {os.getpid()} {os.getsid(0)} {niceness} {group}", seconds)


@job("diary.stumble_aside", aside=True)
def stumble_aside(*, line: str) -> None:
    """Die the first time, and fail for good the second."""
    _note(f"try {line}")
    if DIARY.read_text().count(f"try {line}") == 1:
        os._exit(9)
    raise Terminal("never")


@job("diary.refuse")
def refuse(*, line: str) -> None:
    """Fail for good."""
    _note(f"try {line}")
    raise Terminal("never")


@job("diary.ask")
def ask(*, line: str, seconds: float) -> None:
    """Ask for another job, and take some time until the transaction commits."""
    with transaction.atomic():
        ProcrastinateQueue().put("diary.write", line=line)
        time.sleep(seconds)
        _note("before the commit")


@job("diary.ask_and_fail")
def ask_and_fail(*, line: str) -> None:
    """Ask for another job in a transaction that does not commit."""
    with transaction.atomic():
        ProcrastinateQueue().put("diary.write", line=line)
        raise Terminal("never")


if __name__ == "__main__":
    django.setup()
    from learnstead.adapters.jobs.worker import run_worker

    run_worker(concurrency=4)
    sys.exit(0)
