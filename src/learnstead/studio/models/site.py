"""A site: one course (or the root site), one git repository, two published versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from learnstead.studio.models.starter import Starter


class Site(models.Model):
    """A course being written.

    ``name`` is the slug in addresses, ``short_id`` names the git repository, ``url_path`` is where it is published
    ("courses/6-034-artificial-intelligence-fall-2010") and does not change once it was live.
    ``live`` and ``draft`` point at the builds being served; moving the pointer is the act of publishing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(max_length=255, unique=True)
    short_id = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=512)
    starter = models.ForeignKey(Starter, on_delete=models.PROTECT, related_name="sites")
    url_path = models.CharField(max_length=512, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_sites", null=True, blank=True
    )
    live = models.ForeignKey("studio.Build", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    draft = models.ForeignKey("studio.Build", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    draft_token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    first_live_at = models.DateTimeField(null=True, blank=True)
    unpublished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(name="site_url_path_is_not_empty", condition=~Q(url_path="")),
            models.CheckConstraint(name="site_is_live_or_unpublished", condition=Q(live=None) | Q(unpublished_at=None)),
        )

    def __str__(self) -> str:
        """Its title."""
        return self.title
