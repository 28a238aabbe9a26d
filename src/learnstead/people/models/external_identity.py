"""An account elsewhere with which somebody signs in here."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class ExternalIdentity(models.Model):
    """A person at an identity provider. ``granted`` are the fields of the user that its claims switched on.

    What staff switched on here is not in it, so that a claim which goes takes only what a claim had given.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="external_identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    granted = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    last_used = models.DateTimeField()

    class Meta:
        verbose_name_plural = "external identities"
        constraints = (models.UniqueConstraint(fields=["issuer", "subject"], name="one_identity_per_subject"),)

    def __str__(self) -> str:
        """Who, where."""
        return f"{self.subject} at {self.issuer}"
