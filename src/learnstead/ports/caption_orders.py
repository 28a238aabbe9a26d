"""People elsewhere who write captions: ordered, waited for, fetched."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from learnstead.kernel.errors import Terminal


class OrderRefused(Terminal):
    """The vendor will not do it: a wrong key, a language that is not written there, a file it cannot read."""


class OrderState(StrEnum):
    """How far an order is."""

    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class CaptionRequest:
    """``source_url`` must be readable for the vendor until the work is done. ``reference`` is our own name for it.

    ``callback`` is told when the captions are there.
    """

    source_url: str
    title: str
    reference: str
    language: str
    callback: str


class CaptionVendor(Protocol):
    """Raises OrderRefused, and Transient when asking again later may help."""

    def order(self, request: CaptionRequest) -> str:
        """The vendor's id of the order. A reference is ordered once: asked again, the answer is the same."""

    def state(self, order_id: str) -> OrderState:
        """How far an order is."""

    def fetch(self, order_id: str) -> bytes:
        """The captions of a complete order, as WebVTT."""
