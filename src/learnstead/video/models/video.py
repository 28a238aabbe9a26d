"""A video: what people call it, who may see it, and which of its revisions is played."""

import uuid

from django.db import models

from learnstead.people.models import Group
from learnstead.video.models.collection import Collection


class Video(models.Model):
    """One video of a collection. Moves of ``status`` are made by ``video.domain.states`` alone.

    ``current`` is the revision that is played. ``view_groups``, when there are any, replace those of the collection.
    ``multiangle``: four cameras in a 2x2 mosaic. ``custom_order`` comes before the date in lists. ``source_url`` says
    where it was fetched from. ``deleted_at`` hides it until it is removed for good; ``archived_at``: what is played was
    given up and can be made again from the original. ``thumbnail_at``: somebody brought a picture for it then, which is
    shown in place of the one from the film; ``video.domain.thumbnails`` knows where it is.
    """

    class Status(models.TextChoices):
        """The values are those of the public API."""

        CREATED = "Created"
        UPLOADING = "Uploading"
        UPLOAD_FAILED = "Upload failed"
        TRANSCODING = "Transcoding"
        COMPLETE = "Complete"
        FAILED_INTERNAL = "Transcode failed internal error"
        FAILED_VIDEO = "Transcode failed video error"
        RETRANSCODE_SCHEDULED = "Retranscode scheduled"
        RETRANSCODING = "Retranscoding"
        RETRANSCODE_FAILED = "Retranscode failed error"
        ERROR = "Error"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="videos")
    title = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=50, choices=Status, default=Status.CREATED)
    message = models.TextField(blank=True, help_text="Why the last attempt failed, for people.")
    current = models.ForeignKey("video.Revision", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    is_public = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False, help_text="Only the owner and those who run the collection.")
    is_logged_in_only = models.BooleanField(default=False)
    view_groups = models.ManyToManyField(Group, related_name="watched_videos", blank=True)
    multiangle = models.BooleanField(default=False)
    cta_link = models.URLField(max_length=2000, blank=True)
    custom_order = models.PositiveIntegerField(null=True, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    thumbnail_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = (models.F("custom_order").asc(nulls_last=True), "-created_at", "-pk")
        indexes = (models.Index(fields=["status", "updated_at"], name="video_by_status_and_change"),)
        constraints = (
            models.CheckConstraint(
                name="no_video_is_public_and_private", condition=~models.Q(is_public=True, is_private=True)
            ),
        )

    def __str__(self) -> str:
        """Its title."""
        return self.title

    @property
    def hexkey(self) -> str:
        """The key as addresses have it."""
        return self.key.hex
