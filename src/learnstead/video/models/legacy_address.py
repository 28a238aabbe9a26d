"""An address that a video had in TechTV, the system before."""

from django.db import models

from learnstead.video.models.video import Video


class LegacyAddress(models.Model):
    """``number`` was in its address, ``token`` in the one given out while it was private; it has one or both."""

    number = models.PositiveIntegerField(unique=True, null=True, blank=True)
    token = models.CharField(max_length=100, blank=True, db_index=True)
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="legacy_addresses")

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "legacy addresses"
        constraints = (
            models.CheckConstraint(
                name="legacy_address_has_number_or_token",
                condition=models.Q(number__isnull=False) | ~models.Q(token=""),
            ),
        )

    def __str__(self) -> str:
        """As it was."""
        return f"/videos/{self.number}" if self.number else f"/videos/{self.token}/private"
