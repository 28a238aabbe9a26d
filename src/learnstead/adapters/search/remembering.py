"""What was counted and listed in one commit, kept for those who turn the page, and for pages that many open."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Remembered(Generic[Kept]):
    """The answers to the questions asked last."""

    def __init__(self, most: int) -> None:
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._most = most
        self._turn = Lock()

    def answer(self, asked: Hashable, look_up: Callable[[], Kept]) -> Kept:
        """What was found for this before, or is found now; two who ask at once may both look it up."""
        with self._turn:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
        found = look_up()
        with self._turn:
            self._kept[asked] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
