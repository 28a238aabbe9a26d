"""An attempt to sign in, kept for minutes so that passwords cannot be guessed in bulk."""

from django.db import models


class SignInAttempt(models.Model):
    """One try at a password. ``account`` is what was typed, in lower case; it need not be anyone's name.

    Rows live in the database because every web process must see the tries made at the others.
    """

    account = models.CharField(max_length=254)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = (models.Index(fields=["address", "account", "at"]),)

    def __str__(self) -> str:
        """Who tried, from where."""
        return f"{self.account} from {self.address}"
