"""What texts matched in one commit, kept for those who turn the page, choose a facet, or ask what others asked."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

# Eight bytes each.
MOST_ROWS = 2_000_000


@dataclass(frozen=True)
class Matched:
    """The rows that have the words and how well; ``relaxed``: nothing had enough of them.

    ``named`` are rows that the whole text names or quotes, with how much more that is worth than any score.
    """

    relaxed: bool
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    named: Mapping[int, float] = field(default_factory=dict)


class RememberedMatches:
    """Of the texts asked last, as many as have so many rows together."""

    def __init__(self, *, most_rows: int = MOST_ROWS) -> None:
        self._kept: OrderedDict[Hashable, Matched] = OrderedDict()
        self._rows = 0
        self._most_rows = most_rows
        self._turn = Lock()

    def matched(self, asked: Hashable, look_up: Callable[[], Matched]) -> Matched:
        """What was found for this before, or is found now; two who ask at once may both look it up."""
        with self._turn:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
        found = look_up()
        with self._turn:
            if asked not in self._kept:
                self._kept[asked] = found
                self._rows += len(found.rows)
            while self._rows > self._most_rows:
                self._rows -= len(self._kept.popitem(last=False)[1].rows)
        return found
