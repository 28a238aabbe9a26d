"""The table behind the run log."""

from django.db import models


class StepRecord(models.Model):
    """One finished step of one run of a flow."""

    flow = models.CharField(max_length=60)
    run = models.CharField(max_length=100)
    step = models.CharField(max_length=60)
    started = models.DateTimeField()
    seconds = models.FloatField()
    asynchronous = models.BooleanField()
    result = models.JSONField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["flow", "run", "step"], name="a_step_finishes_once"),)

    def __str__(self) -> str:
        """Which step of which run."""
        return f"{self.flow} {self.run}: {self.step}"
