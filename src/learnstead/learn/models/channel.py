"""Where video playlists live."""

from django.db import models


class VideoChannel(models.Model):
    """A channel of videos, known by its id."""

    source = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    channel_id = models.CharField(max_length=512)
    etl_source = models.CharField(max_length=40)
    title = models.CharField(max_length=256, blank=True)
    published = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(name="one_channel_per_id", fields=["source", "channel_id"])]

    def __str__(self) -> str:
        """The title."""
        return self.title or self.channel_id
