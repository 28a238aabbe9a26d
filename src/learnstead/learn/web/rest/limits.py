"""How many requests one address may send, counted in this process by the minute."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

WINDOW = 60


@dataclass(frozen=True)
class Allowance:
    """What is left of the limit, and the seconds until it is whole again; ``left`` is negative when it is used up."""

    limit: int
    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """The IETF's RateLimit fields (draft-ietf-httpapi-ratelimit-headers)."""
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={WINDOW}',
            "RateLimit": f'"minute";r={max(0, self.left)};t={self.seconds}',
        }


class RequestCounter:
    """Counts in fixed minutes, and forgets a minute when the next begins."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def count(self, address: str, *, limit: int, at: datetime) -> Allowance:
        """Count one request from an address; what is left afterwards."""
        second = int(at.timestamp())
        with self._lock:
            if second // WINDOW != self._minute:
                self._minute = second // WINDOW
                self._counts.clear()
            count = self._counts[address] = self._counts.get(address, 0) + 1
        return Allowance(limit=limit, left=limit - count, seconds=WINDOW - second % WINDOW)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()
