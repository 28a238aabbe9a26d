"""A transcode job: the attempt to make what is played out of an original, and who is at it now."""

import uuid

from django.db import models

from learnstead.video.models.revision import Revision


class TranscodeJob(models.Model):
    """Its pieces are what is leased; here stands who renewed a lease last, and until when somebody is at it.

    ``transcoder`` names the adapter, ``remote_id`` the job in a service outside. ``progress`` runs from 0 to 1.
    ``fault``: what failed last, for people.
    """

    class State(models.TextChoices):
        """A job moves on, never back: see ``video.domain.states``."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="job")
    transcoder = models.CharField(max_length=30)
    remote_id = models.CharField(max_length=100, blank=True, db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    progress = models.FloatField(default=0.0)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ("requested_at",)

    def __str__(self) -> str:
        """Of what, and how far it is."""
        return f"{self.revision}: {self.state}, {self.progress:.0%}"
