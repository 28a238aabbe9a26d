"""What every writer of rows needs to know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import msgspec

from learnstead.learn.domain.versions import Current

Record = TypeVar("Record")


@dataclass
class Writing:
    """One application of one release. ``clock`` is the time the source was told; ``at`` is now.

    Writers note in ``resources`` the ids of resources whose entry in the index may have changed, and in ``problems``
    what they left out and why.
    """

    source: str
    clock: datetime
    at: datetime
    clock_is_frozen: bool = False
    resources: set[int] = field(default_factory=set)
    problems: list[dict[str, str]] = field(default_factory=list)

    def leave_out(self, key: str, reason: str) -> None:
        """Note what was left out."""
        self.problems.append({"key": key, "reason": reason})

    def decoded(
        self, batch: Iterable[Current], decoder: msgspec.json.Decoder[Record]
    ) -> Iterator[tuple[Current, Record]]:
        """What is there of a batch; a record that breaks the contract is left out, and its row stays as it was."""
        for one in batch:
            if not one.body:
                continue
            try:
                yield one, decoder.decode(one.body)
            except msgspec.ValidationError as problem:
                self.leave_out(one.key, f"it breaks the contract: {problem}")
