"""An earlier version: what a content said before a save."""

from django.db import models

from learnstead.studio.models.content import Content


class EarlierVersion(models.Model):
    """Kept for the latest saves, so that a second editor who began from it can be merged with the first.

    The whole history is in git; this is only its warm end, by version.
    """

    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="earlier_versions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=512, blank=True)
    markdown = models.TextField(blank=True)
    metadata = models.JSONField(default=dict)

    class Meta:
        ordering = ("content", "-version")
        constraints = (
            models.UniqueConstraint(fields=["content", "version"], name="earlier_version_is_unique_in_content"),
        )

    def __str__(self) -> str:
        """Its number."""
        return f"{self.title}, version {self.version}"
