"""Membership: what a person may do on one site."""

from django.conf import settings
from django.db import models

from learnstead.studio.models.site import Site


class Membership(models.Model):
    """Editors view, preview and edit; admins also publish, edit course metadata and choose collaborators.

    The owner of a site and global administrators (``is_staff``) need no row here: they are admins everywhere.
    """

    class Role(models.TextChoices):
        """The two roles on a site."""

        EDITOR = "editor"
        ADMIN = "admin"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        ordering = ("site", "user")
        constraints = (models.UniqueConstraint(fields=["site", "user"], name="one_role_per_person_and_site"),)

    def __str__(self) -> str:
        """Who is what."""
        return f"{self.user}, {self.role}"
