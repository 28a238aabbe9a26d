"""A starter: the schema a kind of site is written in."""

from django.db import models


class Starter(models.Model):
    """The declared collections and fields of a kind of site, and the theme that shows it.

    ``source`` is the YAML as it was loaded; ``config`` the same, parsed and checked.
    """

    slug = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    theme = models.CharField(max_length=60, default="course")
    source = models.TextField()
    config = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        """Its name."""
        return self.name
