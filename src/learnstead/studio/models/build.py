"""A build: one attempt to publish a version of a site."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from learnstead.studio.models.site import Site


class Build(models.Model):
    """Who asked for which version, what became of it, and where its release lies in the object store.

    ``number`` counts within the site. ``released`` is the key prefix of an immutable release; a build that has one
    can be served again by a rollback.
    """

    class Version(models.TextChoices):
        """Draft is for the team and those with the link; live is for everyone."""

        DRAFT = "draft"
        LIVE = "live"

    class Status(models.TextChoices):
        """See ``studio.domain.build_states`` for the moves between them."""

        QUEUED = "queued"
        BUILDING = "building"
        SUCCEEDED = "succeeded"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="builds")
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=5, choices=Version)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    commit = models.CharField(max_length=40, blank=True)
    release = models.CharField(max_length=300, blank=True)
    files = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    message = models.TextField(blank=True)
    problem_file = models.CharField(max_length=500, blank=True)
    problem_line = models.PositiveIntegerField(null=True, blank=True)
    broken_links = models.JSONField(default=list)
    log = models.TextField(blank=True)

    class Meta:
        ordering = ("-requested_at",)
        constraints = (
            models.UniqueConstraint(fields=["site", "number"], name="build_number_is_unique_in_site"),
            models.UniqueConstraint(
                fields=["site", "version"], condition=Q(status="queued"), name="one_waiting_build_per_version"
            ),
            models.CheckConstraint(
                name="a_succeeded_build_has_a_release", condition=~Q(status="succeeded") | ~Q(release="")
            ),
        )

    def __str__(self) -> str:
        """Its number in the site."""
        return f"{self.site} {self.version} build {self.number}"

    @property
    def seconds(self) -> float | None:
        """From the moment it was taken up to its end."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()
