"""Where records came from: the releases that were applied and the messages that announced them."""

from django.db import models

from learnstead.learn.models.resource import LearningResource


class AppliedRelease(models.Model):
    """A release that the catalogue was brought to: of a data source, or of a site that studio published.

    For a source, ``release`` is its id and ``scopes`` those that differed. For a site, ``release`` is the prefix of the
    immutable release in the object store, empty when the site was withdrawn; ``sequence`` orders the events of a site,
    and one that comes late is not applied.
    """

    source = models.CharField(max_length=40, blank=True)
    clock = models.DateTimeField(null=True, blank=True)
    scopes = models.JSONField(default=list, blank=True)
    is_demo = models.BooleanField(default=False)
    site = models.CharField(max_length=255, blank=True)
    resource = models.ForeignKey(
        LearningResource, null=True, blank=True, on_delete=models.SET_NULL, related_name="releases"
    )
    sequence = models.BigIntegerField(default=0)
    build = models.CharField(max_length=64, blank=True)
    commit = models.CharField(max_length=64, blank=True)
    release = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    applied_at = models.DateTimeField()
    payload_sha256 = models.CharField(max_length=64, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True, help_text="Records that were left out, and why.")

    class Meta:
        ordering = ["-sequence", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_release_event_is_applied_once", fields=["site", "sequence"], condition=~models.Q(site="")
            )
        ]
        indexes = [models.Index(name="applied_by_source", fields=["source", "release"])]

    def __str__(self) -> str:
        """The site and the build."""
        if self.source:
            return f"{self.source}, release {self.release}"
        return f"{self.site}, build {self.build}" if self.release else f"{self.site} withdrawn"


class ReceivedMessage(models.Model):
    """The id of a webhook message that was accepted, so that a replay is not."""

    message_id = models.CharField(max_length=200, primary_key=True)
    received_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """The id."""
        return self.message_id
