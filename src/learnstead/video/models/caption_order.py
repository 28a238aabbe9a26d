"""Captions that are written by people elsewhere."""

import uuid

from django.conf import settings
from django.db import models

from learnstead.video.models.video import Video


class CaptionOrder(models.Model):
    """One language of one original, ordered from a vendor. ``vendor_id`` is the vendor's name for it."""

    class State(models.TextChoices):
        """``REQUESTED``: the vendor does not know of it yet."""

        REQUESTED = "requested"
        ORDERED = "ordered"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="caption_orders")
    language = models.CharField(max_length=35, default="en")
    vendor_id = models.CharField(max_length=50, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.REQUESTED)
    message = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    requested_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-requested_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["video", "language"],
                condition=models.Q(state__in=["requested", "ordered"]),
                name="captions_are_ordered_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        """What, and how it stands."""
        return f"{self.video} ({self.language}): {self.state}"
