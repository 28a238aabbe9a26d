"""A revision: one original and everything that was made of it, never changed afterwards."""

import uuid

from django.conf import settings
from django.db import models

from learnstead.video.models.video import Video


class Revision(models.Model):
    """``number`` counts within the video. Where its objects lie is told by ``video.domain.keys``.

    ``original`` is the object key of what was uploaded; a retranscode shares it with the revision before. ``probe`` is
    what was found in it. ``playable_at``: the first rung can be played; ``complete_at``: everything can.
    ``retired_at``: another revision took its place, and its objects go when nobody can have an address of them any more
    (``removed_at``). ``original_removed_at``: the original had its time, too; ``original_told_at``: a mail said so
    before. ``duration`` is in seconds, ``size`` of the original in bytes.
    """

    class Reason(models.TextChoices):
        """Why it was made."""

        FIRST = "first"
        REPLACED = "replaced"
        RETRANSCODED = "retranscoded"
        RESTORED = "restored"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=12, choices=Reason, default=Reason.FIRST)
    original = models.CharField(max_length=300, blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    probe = models.JSONField(default=dict)
    duration = models.FloatField(default=0.0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField()
    playable_at = models.DateTimeField(null=True, blank=True)
    complete_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    original_told_at = models.DateTimeField(null=True, blank=True)
    original_removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("video", "-number")
        constraints = (models.UniqueConstraint(fields=["video", "number"], name="revision_number_is_unique_in_video"),)

    def __str__(self) -> str:
        """Its number."""
        return f"{self.video}, revision {self.number}"


class Rendition(models.Model):
    """One thing made of a revision's original: a rung of the ladder, the audio, a picture, a file to download.

    ``key`` is its object key; of a rung, that of its media playlist. Rates are in bits per second, measured;
    ``bandwidth`` is the peak over one segment.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        RUNG = "rung"
        AUDIO = "audio"
        DOWNLOAD = "download"
        POSTER = "poster"
        SPRITE = "sprite"

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=30)
    key = models.CharField(max_length=300)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    frame_rate = models.FloatField(default=0.0)
    bandwidth = models.PositiveBigIntegerField(default=0)
    average_bandwidth = models.PositiveBigIntegerField(default=0)
    codecs = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("revision", "kind", "-height", "name")
        constraints = (
            models.UniqueConstraint(fields=["revision", "kind", "name"], name="one_rendition_of_a_kind_and_name"),
        )

    def __str__(self) -> str:
        """What it is, of what."""
        return f"{self.kind} {self.name} of {self.revision}"
