"""The memory of messages from outside, so that each is taken once."""

from datetime import datetime
from typing import Protocol


class Inbox(Protocol):
    """Remembers message ids. What it remembers commits, or not, with the transaction it is told in."""

    def accept(self, message_id: str, *, at: datetime) -> bool:
        """Remember a message; False when it was accepted before."""

    def forget(self, *, before: datetime) -> None:
        """Forget messages accepted before a time."""
