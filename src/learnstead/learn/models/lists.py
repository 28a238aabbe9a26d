"""Lists that people keep: what to learn, in an order of their own."""

import secrets

from django.conf import settings
from django.db import models

from learnstead.learn.models.resource import LearningResource


def new_token() -> str:
    """A word that nobody guesses, for the address of a list that is shared."""
    return secrets.token_urlsafe(16)


class Privacy(models.TextChoices):
    """Who may read a list besides its owner."""

    PRIVATE = "private", "Only I can see it"
    UNLISTED = "unlisted", "Anyone with the link can see it"


class UserList(models.Model):
    """A list of one person. ``is_saved``: the one that a click on a bookmark fills; each person has at most one.

    ``token`` is the part of a shared list's address that nobody guesses. A list with ``deleted_at`` is out of sight
    and can still be brought back.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="learning_lists")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, max_length=5000)
    privacy = models.CharField(max_length=10, choices=Privacy, default=Privacy.PRIVATE)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    is_saved = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_saved", "-changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_list_of_saved_things_per_person",
                fields=["owner"],
                condition=models.Q(is_saved=True, deleted_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title


class UserListItem(models.Model):
    """A resource on a list."""

    list = models.ForeignKey(UserList, on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey(LearningResource, on_delete=models.CASCADE, related_name="on_lists")
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(name="once_on_a_list", fields=["list", "resource"])]

    def __str__(self) -> str:
        """What is on which list."""
        return f"{self.list_id}: {self.resource_id}"
