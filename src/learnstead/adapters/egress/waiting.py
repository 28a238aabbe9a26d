"""When to ask again, and how often to ask one host."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SHORTEST, LONGEST = 1.0, 30.0
"""Seconds before the second attempt, and between any two."""
MOST_PATIENT = 120.0
"""Longest Retry-After that is waited for; a server that asks for more is asked again by the next run."""


@dataclass(frozen=True)
class Time:
    """Where the client has its time and its chance from."""

    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], float] = random.random


def backoff(attempt: int, *, time: Time) -> float:
    """Seconds to wait after this many attempts: doubled each time, scattered so that nobody marches in step."""
    return min(LONGEST, SHORTEST * 2.0 ** (attempt - 1)) * (0.5 + time.chance() / 2)


def retry_after(value: str, *, time: Time) -> float | None:
    """Seconds a Retry-After header asks for, which may be a number or a date; None when it says neither."""
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - time.now()).total_seconds())


@dataclass
class Turns:
    """Requests to one host come at least ``apart`` seconds after each other, whatever thread they are from."""

    time: Time
    apart: float
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str) -> None:
        """Wait for this host's turn."""
        with self._lock:
            now = self.time.monotonic()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self.apart
        if turn > now:
            self.time.sleep(turn - now)
