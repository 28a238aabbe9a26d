"""Which vectors the catalogue is searched by, and what encoding has cost."""

from django.db import models


class VectorSpace(models.Model):
    """The vectors of one encoder. The ``live`` one is whole, and read; any other is being made beside it.

    ``resources`` is how many it was made from, ``changed`` how many came, went or changed since.
    """

    encoder = models.CharField(primary_key=True, max_length=120)
    live = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    resources = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_vector_space_is_live", fields=["live"], condition=models.Q(live=True))
        ]

    def __str__(self) -> str:
        """Whose vectors."""
        return self.encoder


class EncodingSpent(models.Model):
    """How much text was sent to a paid encoder on a day (UTC), in estimated tokens."""

    day = models.DateField(primary_key=True)
    tokens = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        """Day and tokens."""
        return f"{self.day}: {self.tokens}"


class ToEncode(models.Model):
    """That a resource may have other words than its vectors were made of. A row for each time that was noticed."""

    resource = models.BigIntegerField()

    def __str__(self) -> str:
        """Which resource."""
        return str(self.resource)
