"""How many answers are made at once: each holds a thread of the web server, and pages need theirs."""

import threading
from collections import Counter
from collections.abc import Callable

MOST = 8
MOST_OF_ONE = 4  # a classroom may share one address

_lock = threading.Lock()
_taken: Counter[str] = Counter()


def take(who: str) -> Callable[[], None] | None:
    """A place for an answer to ``who``; None when all places, or theirs, are taken. Calling it gives it back."""
    with _lock:
        if _taken.total() >= MOST or _taken[who] >= MOST_OF_ONE:
            return None
        _taken[who] += 1
    given_back = threading.Event()

    def give_back() -> None:
        with _lock:
            if not given_back.is_set():
                given_back.set()
                _taken[who] -= 1
                if not _taken[who]:
                    del _taken[who]

    return give_back
