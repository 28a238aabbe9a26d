"""A piece of a transcode job: what one worker does at a time, and what is lost when it dies."""

from django.db import models

from learnstead.video.models.transcode_job import TranscodeJob


class TranscodePiece(models.Model):
    """``name`` is also its folder in the object store. Frames ``first`` to ``end`` (None: to the last) of a chunk.

    Whoever holds the lease works on it; after ``leased_until`` anybody may. ``progress`` runs from 0 to 1 and counts
    for ``seconds`` of work. ``failures`` are those that a retry may mend. ``made``: the streams that it left, see
    ``video.domain.transcoding.streams``.
    """

    class Kind(models.TextChoices):
        """What is to be done."""

        SOUND = "sound"
        COPY = "copy"
        QUICK = "quick"
        STILLS = "stills"
        CHUNK = "chunk"
        FINISH = "finish"

    job = models.ForeignKey(TranscodeJob, on_delete=models.CASCADE, related_name="pieces")
    name = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=Kind)
    first = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(default=1.0)
    progress = models.FloatField(default=0.0)
    failures = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    made = models.JSONField(default=list)

    class Meta:
        ordering = ("job", "pk")
        constraints = (models.UniqueConstraint(fields=["job", "name"], name="one_piece_of_a_name_in_a_job"),)

    def __str__(self) -> str:
        """Its name, of what."""
        return f"{self.name} of {self.job}"
