"""Open edX installations that videos are sent to, and what became of each."""

from django.db import models

from learnstead.video.models.collection import Collection
from learnstead.video.models.encrypted import EncryptedTextField
from learnstead.video.models.video import Video


class EdxEndpoint(models.Model):
    """One installation. ``studio_url`` is where captions go. Collections without one of their own use the default."""

    name = models.CharField(max_length=50, unique=True)
    base_url = models.URLField(help_text="Such as https://courses.example.org, where /oauth2/access_token/ is.")
    studio_url = models.URLField(blank=True, help_text="Where the authors work; without it captions are not sent.")
    videos_path = models.CharField(max_length=100, default="/api/val/v0/videos/")
    client_id = models.CharField(max_length=255)
    client_secret = EncryptedTextField(blank=True)
    is_default = models.BooleanField(default=False)
    collections = models.ManyToManyField(Collection, related_name="edx_endpoints", blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = "Open edX installation"
        constraints = (
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_edx_endpoint"
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name


class EdxSync(models.Model):
    """How one video stands at one installation. ``message`` is for people.

    ``captions`` has the number of the caption revision that was sent last, by language.
    """

    class State(models.TextChoices):
        """``SKIPPED``: it cannot be sent as it is, and the message says why."""

        WAITING = "waiting"
        SENT = "sent"
        SKIPPED = "skipped"
        FAILED = "failed"

    endpoint = models.ForeignKey(EdxEndpoint, on_delete=models.CASCADE, related_name="syncs")
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="edx_syncs")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    message = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    captions = models.JSONField(default=dict, blank=True)
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("video", "endpoint")
        constraints = (models.UniqueConstraint(fields=["endpoint", "video"], name="one_edx_sync_of_a_video"),)

    def __str__(self) -> str:
        """What, where, and how it stands."""
        return f"{self.video} at {self.endpoint}: {self.state}"
