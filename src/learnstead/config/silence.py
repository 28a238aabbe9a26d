"""Senders who fall silent in the middle of a body: their connection is closed, and whoever reads finds its end.

Granian knows no limit for that, and lends no connection to applications. But each is among the open files of this
process, and Linux tells when something last came and went on it. One is closed when all of it fits: it leads to the
address of a request that has waited for its body for so long, nothing came or went on it meanwhile, and no other
request from that address is at work, which might be its own. Whoever sends a byte now and then is not silent.
"""

import contextlib
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_SECONDS = 60.0
OPEN_FILES = Path("/proc/self/fd")
LAST_SENT, LAST_CAME = 44, 52
"""Where the kernel's ``tcp_info`` says how many milliseconds ago."""
Clock = Callable[[], float]


@dataclass(eq=False)
class Request:
    """One that is being answered. ``since`` is when it began, or began to wait for its body."""

    address: str
    clock: Clock
    since: float = field(init=False)
    waiting: bool = False

    def __post_init__(self) -> None:
        self.since = self.clock()

    def waits(self) -> None:
        """For bytes."""
        self.since, self.waiting = self.clock(), True

    def goes_on(self) -> None:
        """They came."""
        self.waiting = False


class Watch:
    """Over the requests of this process. Its thread begins with the first one, in the process that answers it."""

    def __init__(self, *, patience: float = PATIENCE_SECONDS, clock: Clock = time.monotonic) -> None:
        self._patience, self._clock = patience, clock
        self._requests: set[Request] = set()
        self._started = threading.Lock()

    def begun(self, address: str) -> Request:
        """A request from ``address``."""
        request = Request(address, self._clock)
        self._requests.add(request)
        if self._started.acquire(blocking=False):
            threading.Thread(target=self._look_around, name="silence", daemon=True).start()
        return request

    def ended(self, request: Request) -> None:
        """It is answered."""
        self._requests.discard(request)

    def silent(self) -> set[str]:
        """Addresses from which nothing comes, and for which nobody is at work for long."""
        before, now = self._clock() - self._patience, list(self._requests.copy())
        old = [request for request in now if request.since <= before]
        return {one.address for one in old if one.waiting} - {one.address for one in old if not one.waiting}

    def _look_around(self) -> None:
        while True:
            time.sleep(self._patience / 4)
            addresses = self.silent()
            if addresses:
                hang_up(addresses, silent_for=self._patience)


def hang_up(addresses: set[str], *, silent_for: float) -> None:
    """Close the connections from ``addresses`` to us on which nothing came or went for so many seconds."""
    ours = list(_connections())
    listening = {one.getsockname()[1] for one in ours if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)}
    for connection in ours:
        # What is connected only; and to a port that we listen at, for we call databases at such addresses, too.
        with connection, contextlib.suppress(OSError):
            known = connection.getpeername()[0] in addresses and connection.getsockname()[1] in listening
            if known and _idle_seconds(connection) >= silent_for:
                connection.shutdown(socket.SHUT_RDWR)


def _connections() -> Iterator[socket.socket]:
    """Copies of those of this process; none where there is no such folder."""
    for path in list(OPEN_FILES.iterdir()) if OPEN_FILES.is_dir() else []:
        with contextlib.suppress(OSError):
            if str(path.readlink()).startswith("socket:"):
                found = socket.socket(fileno=os.dup(int(path.name)))
                if found.family in {socket.AF_INET, socket.AF_INET6} and found.type == socket.SOCK_STREAM:
                    yield found
                else:
                    found.close()


def _idle_seconds(connection: socket.socket) -> float:
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, LAST_CAME + 4)
    milliseconds: int = min(struct.unpack_from("=I", told, place)[0] for place in (LAST_SENT, LAST_CAME))
    return milliseconds / 1000
