"""Where records came from: the releases that were applied and the messages that announced them."""

from django.db import models


class AppliedRelease(models.Model):
    """A release of a data source that the catalogue was brought to; ``scopes`` are those that differed."""

    source = models.CharField(max_length=40)
    release = models.CharField(max_length=500)
    clock = models.DateTimeField(null=True, blank=True)
    scopes = models.JSONField(default=list, blank=True)
    is_demo = models.BooleanField(default=False)
    message_id = models.CharField(max_length=200, blank=True)
    applied_at = models.DateTimeField()
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True, help_text="Records that were left out, and why.")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(name="applied_by_source", fields=["source", "release"])]

    def __str__(self) -> str:
        """The source and the release."""
        return f"{self.source}, release {self.release}"


class ReceivedMessage(models.Model):
    """The id of a webhook message that was accepted, so that a replay is not."""

    message_id = models.CharField(max_length=200, primary_key=True)
    received_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """The id."""
        return self.message_id
