"""Groups of people, by which access is given."""

from django.conf import settings
from django.db import models


class Group(models.Model):
    """People with something in common. ``issuer`` is the identity provider that says who belongs; "" for our own.

    A name is the provider's whole path ("/physics/staff"): two groups with the same last part are two groups.
    """

    issuer = models.CharField(
        max_length=500,
        blank=True,
        help_text="The identity provider that keeps this group; empty for a group kept here.",
    )
    name = models.CharField(max_length=255)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="people.Membership", related_name="learnstead_groups"
    )

    class Meta:
        ordering = ("name", "issuer")
        constraints = (models.UniqueConstraint(fields=["issuer", "name"], name="one_group_of_a_name_per_issuer"),)

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Membership(models.Model):
    """Somebody belongs to a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_memberships")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["group", "user"], name="a_member_once"),)

    def __str__(self) -> str:
        """Who, where."""
        return f"{self.user} in {self.group}"
