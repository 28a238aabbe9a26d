"""What is inside a course: its pages and the files they offer, with their text."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from learnstead.learn.models.run import LearningResourceRun


class ContentFileType(models.TextChoices):
    """How a content file is consumed."""

    PAGE = "page"
    VIDEO = "video"
    PDF = "pdf"
    FILE = "file"


class ContentFile(models.Model):
    """A page or a file of a run. ``key`` is its path inside the site; ``url`` is where a reader opens it."""

    run = models.ForeignKey(LearningResourceRun, on_delete=models.CASCADE, related_name="content_files")
    key = models.CharField(max_length=1024)
    uid = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=2048)
    title = models.CharField(max_length=1000)
    description = models.TextField(blank=True)
    content = models.TextField(blank=True, help_text="Plain text, for search.")
    content_type = models.CharField(max_length=10, choices=ContentFileType)
    file_url = models.CharField(max_length=2048, blank=True)
    file_type = models.CharField(max_length=200, blank=True, help_text="The MIME type.")
    file_extension = models.CharField(max_length=32, blank=True)
    content_tags = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    youtube_id = models.CharField(max_length=40, blank=True)
    payload_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(name="one_content_file_per_key", fields=["run", "key"])]

    def __str__(self) -> str:
        """The title."""
        return self.title
