"""A collection: videos that belong together, and who may see and change them."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from learnstead.people.models import Group

# What the terms of use have always promised.
LEAST_YEARS, MOST_YEARS = 6, 100


class Collection(models.Model):
    """The owner and the members of ``admin_groups`` may change everything in it; ``view_groups`` may watch.

    ``is_public`` is what new videos begin with. ``include_in_learn`` offers its public videos to the catalogue and
    ``for_shorts`` as short ones; ``stream_source`` is where its public videos are played from. ``embed_domains`` may
    show its videos in their own pages (every domain when empty). ``quota`` limits the bytes of its originals,
    which are removed ``originals_years`` after nothing needs them any more, if that is set.
    """

    class StreamSource(models.TextChoices):
        """The values are those of the public API."""

        YOUTUBE = "Youtube"
        OURS = "Cloudfront", "This site"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, null=True, blank=True, allow_unicode=True)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="video_collections")
    view_groups = models.ManyToManyField(Group, related_name="watched_collections", blank=True)
    admin_groups = models.ManyToManyField(Group, related_name="run_collections", blank=True)
    is_logged_in_only = models.BooleanField(default=False, help_text="Everybody who is signed in may watch.")
    is_public = models.BooleanField(default=False, help_text="New videos are public from the start.")
    include_in_learn = models.BooleanField(default=False, help_text="Public videos appear in the catalogue.")
    for_shorts = models.BooleanField(default=False, help_text="Its videos are short ones, often upright.")
    allow_share_openedx = models.BooleanField(
        default=False, help_text="The share dialog shows the address for courses."
    )
    mail_admins = models.BooleanField(
        default=False, help_text="Members of its admin groups get the owner's mails, too."
    )
    stream_source = models.CharField(max_length=10, choices=StreamSource, blank=True)
    edx_course_id = models.CharField(max_length=150, blank=True)
    embed_domains = models.JSONField(default=list, blank=True)
    quota = models.PositiveBigIntegerField(null=True, blank=True)
    originals_years = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_YEARS), MaxValueValidator(MOST_YEARS)],
        help_text="After so many years originals that nothing needs any more are removed; empty: never.",
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="originals_are_kept_for_years", condition=models.Q(originals_years__gte=LEAST_YEARS)
            ),
        )

    def __str__(self) -> str:
        """Its title."""
        return self.title

    @property
    def hexkey(self) -> str:
        """The key as addresses have it."""
        return self.key.hex
