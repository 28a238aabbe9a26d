"""The table behind the inbox."""

from django.db import models


class AcceptedMessage(models.Model):
    """The id of a message that was accepted, so that a repetition is not."""

    message_id = models.CharField(max_length=200, primary_key=True)
    accepted_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """The id."""
        return self.message_id
