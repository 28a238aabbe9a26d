"""A change: one saved edit on its way into git."""

from django.conf import settings
from django.db import models

from learnstead.studio.models.site import Site


class Change(models.Model):
    """One save, written in the transaction of the edit and committed to git by a job, in order.

    ``files`` maps paths to their new text, or to null for a removed file; it is emptied once ``commit`` is known.
    One row becomes one commit by ``author``; the commit's message carries the row's id, so that a job killed
    between git and the database does not commit twice.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="changes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField()
    message = models.CharField(max_length=500)
    files = models.JSONField()
    commit = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["site", "id"], condition=models.Q(commit=""), name="changes_not_in_git"),)

    def __str__(self) -> str:
        """Its message."""
        return self.message
