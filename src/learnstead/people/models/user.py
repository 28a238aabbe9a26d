"""A person with an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Someone who signs in. ``name`` is how commits and pages call them.

    ``may_create_sites`` is the global author role; ``is_staff`` the global administrator. ``signed_up``: made the
    account without anybody's help, so nobody vouches for the name and the e-mail.
    """

    name = models.CharField(max_length=200, blank=True)
    may_create_sites = models.BooleanField(default=False, help_text="May start new courses and owns those.")
    signed_up = models.BooleanField(default=False, help_text="Made the account themselves; the e-mail is unproven.")

    def __str__(self) -> str:
        """The name, or the user name of those who gave none."""
        return self.name or self.username
