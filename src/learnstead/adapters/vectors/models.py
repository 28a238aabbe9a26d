"""The tables behind the vectors in our own database. They ask nothing of PostgreSQL but that it keeps bytes."""

from django.db import models


class Collection(models.Model):
    """Points by one model. ``revision`` grows with every change, under this row's lock: so they commit in order.

    ``born`` tells it from an earlier one of the same name.
    """

    name = models.CharField(primary_key=True, max_length=200)
    born = models.BigIntegerField()
    revision = models.BigIntegerField()

    def __str__(self) -> str:
        """Its name."""
        return self.name


class StoredPoint(models.Model):
    """A vector, two bytes for each number; none when the point was removed, so that readers learn of that."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, db_index=False)
    point = models.CharField(max_length=200)
    owner = models.CharField(max_length=200, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    vector = models.BinaryField(blank=True)
    revision = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["collection", "point"], name="a_point_is_in_a_collection_once"),)
        indexes = (
            models.Index(fields=["collection", "owner"], name="points_by_owner"),
            models.Index(fields=["collection", "revision"], name="points_by_revision"),
        )

    def __str__(self) -> str:
        """Which point of which collection."""
        return f"{self.collection_id}: {self.point}"
