"""Learning platforms that may show our videos (LTI 1.3), and where they do."""

from django.db import models

from learnstead.video.models.collection import Collection
from learnstead.video.models.encrypted import EncryptedTextField
from learnstead.video.models.video import Video


class LtiPlatform(models.Model):
    """A platform as it registered us. Its teachers choose from ``collections``; its learners see what was chosen.

    ``deployments`` are the ids that are believed; any, when there are none.
    """

    name = models.CharField(max_length=100)
    issuer = models.URLField(max_length=500, help_text="The platform's id, such as https://canvas.example.org")
    client_id = models.CharField(max_length=255)
    deployments = models.JSONField(default=list, blank=True)
    login_url = models.URLField(max_length=500, help_text="Where the platform takes OpenID Connect requests.")
    keys_url = models.URLField(max_length=500, help_text="The platform's public keys (JWKS).")
    collections = models.ManyToManyField(Collection, related_name="lti_platforms", blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        verbose_name = "learning platform"
        constraints = (
            models.UniqueConstraint(fields=["issuer", "client_id"], name="one_registration_of_a_platform_and_client"),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name


class LtiPlacement(models.Model):
    """A teacher put a video into a course there: its learners may watch it. ``context`` is the platform's course id."""

    platform = models.ForeignKey(LtiPlatform, on_delete=models.CASCADE, related_name="placements")
    deployment = models.CharField(max_length=255)
    context = models.CharField(max_length=255)
    context_title = models.CharField(max_length=255, blank=True)
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="lti_placements")
    placed_at = models.DateTimeField()

    class Meta:
        ordering = ("platform", "context", "-placed_at")
        constraints = (
            models.UniqueConstraint(
                fields=["platform", "deployment", "context", "video"], name="a_video_is_placed_once_in_a_course"
            ),
        )

    def __str__(self) -> str:
        """What is where."""
        return f"{self.video} in {self.context_title or self.context}"


class LtiKey(models.Model):
    """The key that our answers to platforms are signed with, as PEM; the newest signs, all are published."""

    private = EncryptedTextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        """When it was made."""
        return f"Key of {self.created_at:%Y-%m-%d}"
