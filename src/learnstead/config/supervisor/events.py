"""What a supervisor waits for, in one thread: words from its children, their deaths, and signals to itself."""

import contextlib
import os
import selectors
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

CHUNK = 65536
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Events:
    """The pipes of the children and the signals of this process, looked at by ``wait``."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.stops_asked = 0
        self._woken, self._waker = socket.socketpair()
        for end in (self._woken, self._waker):
            end.setblocking(False)
        self.selector.register(self._woken, selectors.EVENT_READ, self._drain_wakeups)

    @contextlib.contextmanager
    def signals(self) -> Iterator[None]:
        """Turn signals into events for as long as the block lasts."""
        asked = [number for number in STOPPING if number != signal.SIGHUP or not _is_ignored(number)]
        old_handlers = {number: signal.signal(number, self._asked_to_stop) for number in asked}
        old_handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _only_wake)
        old_waker = signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(old_waker)
            for number, handler in old_handlers.items():
                signal.signal(number, handler)
            self.selector.close()
            self._woken.close()
            self._waker.close()

    def wait(self, seconds: float) -> None:
        """Handle what happens; return after the first of it, or after ``seconds``."""
        for key, _ in self.selector.select(seconds):
            key.data()

    def read_lines(self, pipe: int, take: Callable[[str], None]) -> None:
        """Give every line that comes out of ``pipe`` to ``take``, until it closes."""
        os.set_blocking(pipe, False)
        self.selector.register(pipe, selectors.EVENT_READ, _Lines(self, pipe, take).read)

    def _asked_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stops_asked += 1

    def _drain_wakeups(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._woken.recv(CHUNK):
                pass


class _Lines:
    """Cuts what a pipe gives into lines."""

    def __init__(self, events: Events, pipe: int, take: Callable[[str], None]) -> None:
        self.events, self.pipe, self.take = events, pipe, take
        self.rest = b""

    def read(self) -> None:
        try:
            chunk = os.read(self.pipe, CHUNK)
        except BlockingIOError:
            return
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        if not chunk or len(self.rest) > CHUNK:
            lines, self.rest = [*lines, self.rest], b""
        for line in lines:
            if line.strip():
                self.take(line.decode(errors="replace").rstrip())
        if not chunk:
            self.events.selector.unregister(self.pipe)
            os.close(self.pipe)


def _is_ignored(number: signal.Signals) -> bool:
    """Whether whoever started us wants it so, as ``nohup`` does."""
    return signal.getsignal(number) is signal.SIG_IGN


def _only_wake(_signal: int, _frame: FrameType | None) -> None:
    """Being called is the point: the wakeup pipe has been written to."""
