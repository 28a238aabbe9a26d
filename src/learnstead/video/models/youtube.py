"""What is on YouTube, and what of its quota was used."""

from django.db import models

from learnstead.video.models.video import Video


class YouTubeVideo(models.Model):
    """A video there. It outlives ours, so that it can be taken down.

    ``original`` is the object that was sent, ``session`` where an unfinished upload goes on. ``captions`` has, by
    language, the id of the track there and the number of the caption revision in it.
    """

    class State(models.TextChoices):
        """The values are OVS's; ``RETRY``: to be sent again."""

        UPLOADING = "uploading"
        UPLOADED = "uploaded"
        PROCESSED = "processed"
        REJECTED = "rejected"
        FAILED = "failed"
        RETRY = "retry"

    video = models.OneToOneField(Video, on_delete=models.SET_NULL, related_name="youtube", null=True, blank=True)
    youtube_id = models.CharField(max_length=20, blank=True, db_index=True)
    state = models.CharField(max_length=9, choices=State, default=State.UPLOADING)
    original = models.CharField(max_length=300)
    session = models.URLField(max_length=2000, blank=True)
    captions = models.JSONField(default=dict, blank=True)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = "video on YouTube"
        verbose_name_plural = "videos on YouTube"

    def __str__(self) -> str:
        """Which, and how it stands."""
        return f"{self.video or self.youtube_id}: {self.state}"


class YouTubeDay(models.Model):
    """One day in California: how many uploads and units we asked for, and whether YouTube said that it is enough."""

    day = models.DateField(unique=True)
    uploads = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)
    is_over = models.BooleanField(default=False)

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        """The day and what was used."""
        return f"{self.day}: {self.uploads} uploads, {self.units} units"
