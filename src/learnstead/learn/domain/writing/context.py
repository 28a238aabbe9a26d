"""What every writer of rows needs to know."""

from dataclasses import dataclass, field
from datetime import datetime


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
