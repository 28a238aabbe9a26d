"""What people and programs were told of a video, so that each change is told once."""

from django.db import models

from learnstead.video.models.video import Video


class Notice(models.Model):
    """``status`` is the one people were told of last, ``digest`` that of the public item programs were told of.

    ``seen_at`` is the change of the video up to which everything was told. ``unwatched_at``: its owner was told that
    nobody watches it; ``kept_at``: somebody answered that it stays.
    """

    video = models.OneToOneField(Video, on_delete=models.CASCADE, related_name="notice")
    seen_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=50, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    unwatched_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Of what."""
        return f"notice of {self.video}"
