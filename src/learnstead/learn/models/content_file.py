"""What is inside a course: its pages and the files they offer, with their text."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Left

from learnstead.learn.models.resource import LearningResource
from learnstead.learn.models.run import LearningResourceRun

# The words of a file as its index has them; queries must say the same, or the index is of no use to them. PostgreSQL
# takes at most a megabyte of words, and what stands behind a hundred thousand characters decides nothing.
LANGUAGE = "english"
WORDS = SearchVector("title", "content_title", Left("content", 100_000), config=LANGUAGE)


class ContentFileType(models.TextChoices):
    """How a content file is consumed."""

    PAGE = "page"
    VIDEO = "video"
    PDF = "pdf"
    FILE = "file"


class Belonging(models.Model):
    """Something that belongs to a run, or to a resource itself, and that a source of its own may have brought.

    The parent is named by its key; ``run`` or ``resource`` is set once it is known here, however late it comes.
    ``record_key`` is the key of the record in ``source``.
    """

    source = models.CharField(max_length=40, blank=True)
    record_key = models.CharField(max_length=2500, blank=True)
    is_demo = models.BooleanField(default=False)
    parent_platform = models.CharField(max_length=40, blank=True)
    parent_run_id = models.CharField(max_length=512, blank=True)
    parent_type = models.CharField(max_length=40, blank=True)
    parent_readable_id = models.CharField(max_length=512, blank=True)

    class Meta:
        abstract = True


class ContentFile(Belonging):
    """A page or a file. ``key`` is its path inside the course; ``url`` is where a reader opens it."""

    run = models.ForeignKey(
        LearningResourceRun, null=True, blank=True, on_delete=models.CASCADE, related_name="content_files"
    )
    resource = models.ForeignKey(
        LearningResource, null=True, blank=True, on_delete=models.CASCADE, related_name="content_files"
    )
    key = models.CharField(max_length=1024)
    uid = models.CharField(max_length=64, blank=True)
    etl_source = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=2048, blank=True)
    title = models.TextField(blank=True)
    description = models.TextField(blank=True)
    content = models.TextField(blank=True, help_text="Plain text, for search.")
    content_title = models.TextField(blank=True)
    content_author = models.TextField(blank=True)
    content_language = models.CharField(max_length=256, blank=True)
    content_type = models.CharField(max_length=10, choices=ContentFileType)
    file_url = models.CharField(max_length=2048, blank=True)
    file_type = models.CharField(max_length=256, blank=True, help_text="The MIME type.")
    file_extension = models.CharField(max_length=256, blank=True)
    image_src = models.CharField(max_length=2048, blank=True)
    content_tags = ArrayField(models.TextField(), default=list, blank=True)
    source_path = models.TextField(blank=True)
    edx_module_id = models.TextField(blank=True)
    archive_checksum = models.CharField(max_length=32, blank=True)
    checksum = models.CharField(max_length=32, blank=True)
    youtube_id = models.CharField(max_length=256, blank=True)
    duration = models.CharField(max_length=256, blank=True)
    published = models.BooleanField(default=True)
    payload_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                name="one_content_file_per_key", fields=["run", "key"], condition=models.Q(source="")
            ),
            models.UniqueConstraint(
                name="one_content_file_per_record", fields=["source", "record_key"], condition=~models.Q(source="")
            ),
        ]
        indexes = [
            GinIndex(WORDS, name="words_of_content_files"),
            models.Index(
                name="files_without_parent",
                fields=["parent_platform", "parent_run_id"],
                condition=models.Q(run__isnull=True, resource__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title


class TutorProblemFile(Belonging):
    """A problem set or its solution, for tutors; never shown to learners."""

    run = models.ForeignKey(
        LearningResourceRun, null=True, blank=True, on_delete=models.CASCADE, related_name="tutor_problem_files"
    )
    resource = models.ForeignKey(
        LearningResource, null=True, blank=True, on_delete=models.CASCADE, related_name="tutor_problem_files"
    )
    key = models.CharField(max_length=1024)
    etl_source = models.CharField(max_length=40, blank=True)
    problem_title = models.CharField(max_length=256)
    type = models.CharField(max_length=10)
    content = models.TextField(blank=True)
    file_name = models.CharField(max_length=256)
    source_path = models.TextField(blank=True)
    checksum = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["problem_title", "type", "key"]
        constraints = [models.UniqueConstraint(name="one_tutor_file_per_record", fields=["source", "record_key"])]

    def __str__(self) -> str:
        """The problem and which part of it."""
        return f"{self.problem_title} ({self.type})"
