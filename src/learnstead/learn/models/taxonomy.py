"""What courses are about, and who gives them."""

from django.db import models

SEPARATOR = " / "


class Topic(models.Model):
    """A node of the topic tree. ``path`` spells the way from the root: "Engineering / Computer Science".

    ``slug`` is that path in an address: "engineering/computer-science".
    """

    path = models.CharField(max_length=500, unique=True)
    slug = models.CharField(max_length=500, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        """The whole path."""
        return self.path


class Department(models.Model):
    """A department by the number or code that course numbers begin with."""

    department_id = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        """The name."""
        return self.name
