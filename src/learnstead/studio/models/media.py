"""A media file: an uploaded binary of a site."""

from django.conf import settings
from django.db import models

from learnstead.studio.models.site import Site


class MediaFile(models.Model):
    """A file in the object store, served beside the site's pages. Its bytes never change; a replacement is a new one.

    ``name`` is the last part of its address; the object's key is ``media/<site id>/<name>``.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["site", "name"], name="media_name_is_unique_in_site"),)

    def __str__(self) -> str:
        """Its name."""
        return self.name
