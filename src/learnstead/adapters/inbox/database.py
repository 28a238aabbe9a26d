"""Inbox over Django's database connection."""

import hashlib
from datetime import datetime

from learnstead.adapters.inbox.models import AcceptedMessage

LONGEST_ID = 200


class DatabaseInbox:
    """Message ids as rows: two deliveries at once wait for each other, and one of them is the repetition."""

    def accept(self, message_id: str, *, at: datetime) -> bool:
        """Insert the id, unless it is there."""
        known = message_id if len(message_id) <= LONGEST_ID else hashlib.sha256(message_id.encode()).hexdigest()
        _, is_new = AcceptedMessage.objects.get_or_create(message_id=known, defaults={"accepted_at": at})
        return is_new

    def forget(self, *, before: datetime) -> None:
        """Delete old rows."""
        AcceptedMessage.objects.filter(accepted_at__lt=before).delete()
