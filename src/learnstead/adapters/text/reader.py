"""The other end of the worker: asks, waits only so long, and starts another one when it is gone."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

WORKER = (sys.executable, "-m", "learnstead.adapters.text.worker")
MOST_FILES = 500  # then a fresh one, so that what a library loses does not add up
PIECE = 2**16


class ReaderGone(Exception):
    """The worker ended while it was reading."""


class ReaderStuck(Exception):
    """The worker read for longer than it may, and was ended."""


class Reader:
    """One worker process, made when it is first needed. Safe to share between threads; one file at a time."""

    def __init__(self, *, patience: timedelta, worker: Sequence[str] = WORKER) -> None:
        self._patience, self._worker, self._lock = patience, worker, Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0

    def ask(self, path: Path, kind: str) -> dict[str, Any]:
        """What the worker found; a worker that died is replaced and asked again, once."""
        with self._lock:
            try:
                return self._ask(path, kind)
            except ReaderGone:
                return self._ask(path, kind)

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()

    def _ask(self, path: Path, kind: str) -> dict[str, Any]:
        process = self._running()
        assert process.stdin  # noqa: S101 - it was started with pipes
        try:
            process.stdin.write(json.dumps({"path": str(path), "kind": kind}).encode() + b"\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._line(process))
        except OSError as problem:
            self._end()
            raise ReaderGone from problem
        except (ReaderGone, ReaderStuck):
            self._end()
            raise
        return answer

    def _line(self, process: "subprocess.Popen[bytes]") -> bytes:
        assert process.stdout  # noqa: S101 - it was started with pipes
        until = time.monotonic() + self._patience.total_seconds()
        parts: list[bytes] = []
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while not parts or not parts[-1].endswith(b"\n"):
                if not ready.select(max(0.0, until - time.monotonic())):
                    raise ReaderStuck
                part = os.read(process.stdout.fileno(), PIECE)
                if not part:
                    raise ReaderGone
                parts.append(part)
        return b"".join(parts)

    def _running(self) -> "subprocess.Popen[bytes]":
        self._files += 1
        if self._process and (self._process.poll() is not None or self._files > MOST_FILES):
            self._end()
        if self._process is None:
            self._files = 1
            self._process = subprocess.Popen(
                self._worker,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        with process:
            pass
