"""A link with which anybody may watch one video for a while."""

import uuid

from django.conf import settings
from django.db import models

from learnstead.video.models.video import Video


class ShareLink(models.Model):
    """What is in the link is signed with the installation's key, so that this table opens nothing by itself.

    It works until ``expires_at`` (for ever without) unless it was taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="share_links")
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        """To what."""
        return f"link to {self.video}"
