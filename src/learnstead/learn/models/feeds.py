"""News and events."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse


class FeedSource(models.Model):
    """Where items come from, known by kind and address."""

    source = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    feed_type = models.CharField(max_length=10)
    url = models.CharField(max_length=2048)
    etl_source = models.CharField(max_length=40)
    title = models.CharField(max_length=256, blank=True)
    description = models.TextField(blank=True)
    image = models.JSONField(null=True, blank=True)
    published = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(name="one_feed_per_address", fields=["source", "feed_type", "url"])]

    def __str__(self) -> str:
        """The title."""
        return self.title or self.url


class FeedItem(models.Model):
    """One piece of news or one event. ``happens_at`` orders: when news was published, when an event begins."""

    source = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    guid = models.CharField(max_length=512)
    slug = models.SlugField(max_length=255, unique=True)
    feed_url = models.CharField(max_length=2048)
    feed_type = models.CharField(max_length=10)
    etl_source = models.CharField(max_length=40)
    title = models.CharField(max_length=256, blank=True)
    url = models.CharField(max_length=2048, blank=True)
    summary = models.TextField(blank=True, help_text="Clean HTML.")
    content = models.TextField(blank=True, help_text="Clean HTML.")
    image = models.JSONField(null=True, blank=True)
    authors = ArrayField(models.TextField(), default=list, blank=True)
    topics = ArrayField(models.TextField(), default=list, blank=True)
    publish_date = models.DateTimeField(null=True, blank=True)
    audience = ArrayField(models.TextField(), default=list, blank=True)
    location = ArrayField(models.TextField(), default=list, blank=True)
    event_type = ArrayField(models.TextField(), default=list, blank=True)
    event_datetime = models.DateTimeField(null=True, blank=True)
    event_end_datetime = models.DateTimeField(null=True, blank=True)
    published = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-publish_date", "event_datetime", "title"]
        constraints = [models.UniqueConstraint(name="one_item_per_guid", fields=["source", "guid"])]
        indexes = [
            models.Index(name="news_by_date", fields=["feed_type", "published", "-publish_date"]),
            models.Index(name="events_by_date", fields=["feed_type", "published", "event_datetime"]),
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title

    def get_absolute_url(self) -> str:
        """The page that shows it."""
        return reverse(f"learn:{self.feed_type}_item", args=[self.slug])
