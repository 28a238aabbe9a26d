"""The table of models that were trained here: every process on every machine finds the one in use."""

from django.db import models


class TrainedModel(models.Model):
    """A model as it saved itself; at most one is ``live``."""

    name = models.CharField(primary_key=True, max_length=60)
    saved = models.BinaryField()
    live = models.BooleanField(default=False)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["live"], condition=models.Q(live=True), name="one_trained_model_is_live"),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name
