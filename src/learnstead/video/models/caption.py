"""Captions and chapters: words that go with a video, each edit kept."""

from django.conf import settings
from django.db import models

from learnstead.video.models.video import Video


class Caption(models.Model):
    """The captions of a video in one language. ``language`` is a BCP 47 tag; ``current`` is the revision shown."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(max_length=35, default="en")
    filename = models.CharField(max_length=255)
    current = models.ForeignKey(
        "video.CaptionRevision", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("video", "language")
        constraints = (models.UniqueConstraint(fields=["video", "language"], name="one_caption_per_language"),)

    def __str__(self) -> str:
        """Which language of what."""
        return f"{self.video} ({self.language})"


class CaptionRevision(models.Model):
    """One version of captions, as valid WebVTT in ``text``; ``origin`` says where it came from."""

    class Origin(models.TextChoices):
        """Who or what wrote it."""

        UPLOAD = "upload"
        EDITOR = "editor"
        VENDOR = "vendor"
        SPEECH = "speech"

    caption = models.ForeignKey(Caption, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    origin = models.CharField(max_length=6, choices=Origin)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("caption", "-number")
        constraints = (models.UniqueConstraint(fields=["caption", "number"], name="caption_revision_number_is_unique"),)

    def __str__(self) -> str:
        """Its number."""
        return f"{self.caption}, revision {self.number}"


class Chapter(models.Model):
    """A named part of a video, from ``start`` (seconds) up to the next one."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="chapters")
    start = models.FloatField()
    title = models.CharField(max_length=250)

    class Meta:
        ordering = ("video", "start")
        constraints = (models.UniqueConstraint(fields=["video", "start"], name="chapters_begin_at_different_times"),)

    def __str__(self) -> str:
        """Its title."""
        return self.title
