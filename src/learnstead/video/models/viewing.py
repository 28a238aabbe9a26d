"""What was watched: by whom is not kept, except where a person with an account stopped."""

from django.conf import settings
from django.db import models

from learnstead.video.models.video import Video


class Viewing(models.Model):
    """One player that was opened and played. ``session`` is its own random name.

    ``viewer`` is a number made from an account or, for the day, from an address; nobody can turn it back. ``beats`` are
    the numbers of the messages that were counted, so that none counts twice. ``watched`` has runs of seconds in the
    order of watching, as ``[camera, from, to]``; camera 0 is the whole picture.
    """

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="viewings")
    session = models.UUIDField()
    viewer = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    seconds = models.PositiveIntegerField(default=0)
    beats = models.JSONField(default=list)
    watched = models.JSONField(default=list)

    class Meta:
        ordering = ("video", "started_at")
        indexes = (models.Index(fields=["video", "started_at"], name="viewings_of_a_video_by_time"),)
        constraints = (models.UniqueConstraint(fields=["video", "session"], name="one_viewing_per_player"),)

    def __str__(self) -> str:
        """What, and when."""
        return f"{self.video} at {self.started_at:%Y-%m-%d %H:%M}"


class StoppedAt(models.Model):
    """Where a person stopped watching, in seconds, so that they go on there on any device."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stopped_videos")
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="stopped_at")
    position = models.FloatField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "video"], name="one_place_per_person_and_video"),)

    def __str__(self) -> str:
        """Who, and where."""
        return f"{self.person} in {self.video} at {self.position:.0f} s"
