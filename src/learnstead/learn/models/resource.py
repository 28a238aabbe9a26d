"""Something worth learning from: a course now; later programs, videos, podcasts and documents too."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from learnstead.learn.models.taxonomy import Department, Topic


class ResourceType(models.TextChoices):
    """The kinds of learning resource."""

    COURSE = "course"


class LearningResource(models.Model):
    """One entry of the catalogue.

    ``published`` is the soft delete: a resource that was withdrawn keeps its row, its id and its address (410).
    ``site`` names the studio site it was read from. ``url`` is where learners start: a path on this server, or an
    address elsewhere. ``payload_sha256`` is the fingerprint of what was read, so that the same again writes nothing.
    """

    platform = models.CharField(max_length=40)
    readable_id = models.CharField(max_length=512)
    resource_type = models.CharField(max_length=40, choices=ResourceType, default=ResourceType.COURSE)
    slug = models.SlugField(max_length=255, unique=True)
    site = models.CharField(max_length=255, blank=True)
    etl_source = models.CharField(max_length=40)
    offered_by = models.CharField(max_length=200, blank=True)

    title = models.CharField(max_length=500)
    description = models.TextField(blank=True, help_text="Clean HTML.")
    url = models.CharField(max_length=2048)
    image_url = models.CharField(max_length=2048, blank=True)
    image_alt = models.TextField(blank=True)
    course_numbers = ArrayField(models.CharField(max_length=60), default=list, help_text="The primary one first.")
    languages = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    licence = models.CharField(max_length=500, blank=True)
    course_features = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    topics = models.ManyToManyField(Topic, related_name="resources", blank=True)
    departments = models.ManyToManyField(Department, related_name="resources", blank=True)

    published = models.BooleanField(default=True, db_index=True)
    first_published_at = models.DateTimeField()
    last_modified = models.DateTimeField()
    payload_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["title", "readable_id"]
        constraints = [
            models.UniqueConstraint(
                name="one_resource_per_platform_and_id", fields=["platform", "readable_id", "resource_type"]
            ),
            models.UniqueConstraint(
                name="one_resource_per_site", fields=["platform", "site"], condition=~models.Q(site="")
            ),
        ]

    def __str__(self) -> str:
        """The number and the title."""
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """The page of the catalogue that describes it."""
        return reverse("learn:course", args=[self.slug])

    @property
    def number(self) -> str:
        """The primary course number, or nothing."""
        return self.course_numbers[0] if self.course_numbers else ""
