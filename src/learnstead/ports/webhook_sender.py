"""Telling another system that something happened."""

from collections.abc import Mapping
from typing import Any, Protocol


class WebhookSender(Protocol):
    """Delivers signed events over HTTP."""

    def send(self, *, url: str, message_id: str, event: Mapping[str, Any]) -> None:
        """POST ``event`` as JSON, signed. Transient when the receiver is away or busy, Terminal when it refuses."""
