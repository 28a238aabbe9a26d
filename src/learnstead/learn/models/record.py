"""Every version of every record that a release brought, and until when it was the truth."""

from django.db import models
from django.db.models.functions import MD5


class CatalogueRecord(models.Model):
    """One version of one record in one scope of a source; the current one has no ``valid_to``.

    ``digest`` is that of the record as it came; ``body`` is what is known once the fields it leaves alone are taken
    from the version before. The text of content files and of tutor files is not in ``body``.
    """

    source = models.CharField(max_length=40)
    scope = models.TextField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=2500)
    digest = models.CharField(max_length=64)
    payload = models.CharField(max_length=64, blank=True)
    run = models.CharField(max_length=64, blank=True)
    release = models.CharField(max_length=200)
    body = models.JSONField()
    is_demo = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "source",
                "scope",
                MD5("key"),
                name="one_current_version_per_record",
                condition=models.Q(valid_to__isnull=True),
            )
        ]
        indexes = [models.Index("source", MD5("key"), name="versions_of_a_record")]

    def __str__(self) -> str:
        """The source and the key."""
        return f"{self.source} {self.key}"


class AppliedScope(models.Model):
    """The release that a scope of a source was last brought to, and the name of its content."""

    source = models.CharField(max_length=40)
    scope = models.TextField()
    release = models.CharField(max_length=200)
    content = models.CharField(max_length=64, blank=True)
    made = models.DateTimeField()
    clock = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    applied_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_scope_stands_at_one_release", fields=["source", "scope"])]

    def __str__(self) -> str:
        """The scope and its release."""
        return f"{self.source} {self.scope}: {self.release}"
