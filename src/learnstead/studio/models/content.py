"""Content: one page, resource, list entry, or singleton file of a site."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from learnstead.studio.models.site import Site


def new_text_id() -> str:
    """An id for content made here; imported content keeps the one it has."""
    return str(uuid.uuid4())


class Content(models.Model):
    """One file of the course repository, as data.

    ``type`` is the name of its collection in the starter. Pages (``is_page``) are Markdown with front matter at
    ``dirpath/filename.md``; singletons are the JSON or YAML file at ``dirpath/filename`` with its ending.
    ``metadata`` holds the front matter without uid, title and content_type. PostgreSQL's jsonb orders keys by length,
    then bytes, which is the order of the real repositories' course.json.
    ``verbatim`` is the file's exact text when the serialiser would write it differently; an edit rewrites its lines.
    ``earlier_paths`` are where the file lay before it was renamed, so that its history is found.
    ``version`` counts saves: an editor names the one it started from, so that a second editor notices the first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="contents")
    text_id = models.CharField(max_length=100, default=new_text_id)
    type = models.CharField(max_length=60)
    title = models.CharField(max_length=512, blank=True)
    markdown = models.TextField(blank=True)
    metadata = models.JSONField(default=dict)
    is_page = models.BooleanField(default=True)
    dirpath = models.CharField(max_length=300, blank=True)
    filename = models.CharField(max_length=125)
    verbatim = models.TextField(null=True, blank=True)  # noqa: DJ001 - an empty file is not the same as none
    earlier_paths = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("type", "title", "filename")
        indexes = (models.Index(fields=["site", "type", "title"]),)
        constraints = (
            models.UniqueConstraint(fields=["site", "text_id"], name="content_text_id_is_unique_in_site"),
            models.UniqueConstraint(
                fields=["site", "dirpath", "filename"],
                condition=Q(deleted_at=None),
                name="content_path_is_unique_in_site",
            ),
        )

    def __str__(self) -> str:
        """Its title, or where it lies."""
        return self.title or f"{self.dirpath}/{self.filename}"
