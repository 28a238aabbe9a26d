"""Who looked at what, without who."""

from django.db import models

from learnstead.learn.models.resource import LearningResource


class ViewEvent(models.Model):
    """One look at one resource, counted once. The resource may not be known here; then the event waits for nothing."""

    event_uuid = models.CharField(max_length=512, unique=True)
    source = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    event_date = models.DateTimeField()
    resource = models.ForeignKey(
        LearningResource, null=True, blank=True, on_delete=models.SET_NULL, related_name="view_events"
    )
    named = models.JSONField(default=dict, blank=True, help_text="How the event names the resource.")

    def __str__(self) -> str:
        """The id."""
        return self.event_uuid
