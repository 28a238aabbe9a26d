"""Something worth learning from: courses, programs, podcasts, videos, documents."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from learnstead.learn.models.taxonomy import Department, Topic


class ResourceType(models.TextChoices):
    """The kinds of learning resource."""

    COURSE = "course", "Course"
    PROGRAM = "program", "Program"
    LEARNING_PATH = "learning_path", "Learning path"
    PODCAST = "podcast", "Podcast"
    PODCAST_EPISODE = "podcast_episode", "Podcast episode"
    VIDEO = "video", "Video"
    VIDEO_PLAYLIST = "video_playlist", "Video playlist"
    DOCUMENT = "document", "Document"


# How a kind is called in an address.
ADDRESS_WORDS = {
    ResourceType.COURSE: "courses",
    ResourceType.PROGRAM: "programs",
    ResourceType.LEARNING_PATH: "learning-paths",
    ResourceType.PODCAST: "podcasts",
    ResourceType.PODCAST_EPISODE: "episodes",
    ResourceType.VIDEO: "videos",
    ResourceType.VIDEO_PLAYLIST: "playlists",
    ResourceType.DOCUMENT: "documents",
}


def _words(length: int) -> ArrayField:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class LearningResource(models.Model):
    """One entry of the catalogue.

    ``published`` is the soft delete: a resource that was withdrawn keeps its row, its id and its address (410).
    ``source`` is the data source that owns it; no other may write it. ``site`` names the studio site it was read
    from. ``url`` is where learners start: a path on this server, or an address elsewhere. ``payload_sha256`` is the
    fingerprint of what was read. ``last_modified`` is what the source says, ``changed_at`` when the catalogue last
    changed it. ``detail`` holds what only its kind has.

    Availability, prices, location, duration, effort, next start and best run are derived from the runs at
    ``derived_at``; they may differ after ``recheck_at``. ``clock_is_frozen``: a replayed past, never looked at again.
    """

    platform = models.CharField(max_length=40, blank=True)
    readable_id = models.CharField(max_length=512)
    resource_type = models.CharField(max_length=40, choices=ResourceType, default=ResourceType.COURSE)
    slug = models.SlugField(max_length=255, unique=True)
    site = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=40, blank=True)
    is_demo = models.BooleanField(default=False)
    etl_source = models.CharField(max_length=40)
    offered_by = models.CharField(max_length=200, blank=True)
    resource_category = models.CharField(max_length=256, blank=True)

    title = models.CharField(max_length=500)
    description = models.TextField(blank=True, help_text="Clean HTML.")
    full_description = models.TextField(blank=True, help_text="Clean HTML.")
    url = models.CharField(max_length=2048, blank=True)
    image_url = models.CharField(max_length=2048, blank=True)
    image_alt = models.TextField(blank=True)
    image_description = models.TextField(blank=True)
    course_numbers = ArrayField(models.CharField(max_length=256), default=list, help_text="The primary one first.")
    languages = _words(256)
    licence = models.CharField(max_length=2048, blank=True)
    license_cc = models.BooleanField(default=False)
    course_features = _words(256)
    ocw_topics = _words(256)
    topics = models.ManyToManyField(Topic, related_name="resources", blank=True)
    departments = models.ManyToManyField(Department, related_name="resources", blank=True)
    certification = models.BooleanField(default=False)
    certification_type = models.CharField(max_length=24, default="none")
    professional = models.BooleanField(default=False)
    completeness = models.FloatField(default=1.0)
    continuing_ed_credits = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    delivery = _words(24)
    pace = _words(24)
    format = _words(24)
    detail = models.JSONField(default=dict, blank=True)

    availability = models.CharField(max_length=24, blank=True)
    prices = models.JSONField(default=list, blank=True, help_text="Amounts and currencies, the lowest first.")
    free = models.BooleanField(default=True)
    location = models.CharField(max_length=256, blank=True)
    duration = models.CharField(max_length=256, blank=True)
    min_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    max_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    time_commitment = models.CharField(max_length=256, blank=True)
    min_weekly_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    max_weekly_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    next_start_date = models.DateTimeField(null=True, blank=True)
    best_run_id = models.CharField(max_length=512, blank=True)
    derived_at = models.DateTimeField(null=True, blank=True)
    recheck_at = models.DateTimeField(null=True, blank=True)
    clock_is_frozen = models.BooleanField(default=False)

    published = models.BooleanField(default=True, db_index=True)
    test_mode = models.BooleanField(default=False, help_text="Hidden from the catalogue; its content is kept.")
    require_summaries = models.BooleanField(default=False)
    first_published_at = models.DateTimeField()
    last_modified = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    view_count = models.PositiveIntegerField(default=0)
    payload_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["title", "readable_id"]
        constraints = [
            models.UniqueConstraint(
                name="one_resource_per_platform_and_id", fields=["platform", "readable_id", "resource_type"]
            ),
            models.UniqueConstraint(
                name="one_resource_per_site",
                fields=["platform", "site"],
                condition=models.Q(resource_type="course") & ~models.Q(site=""),
            ),
        ]
        indexes = [
            models.Index(name="resources_by_source", fields=["source"]),
            models.Index(
                name="seen_by_change",
                fields=["changed_at"],
                condition=models.Q(published=True, test_mode=False),
            ),
            # For harvesters, who go through everything, or one set, in the order of changes.
            models.Index(name="resources_by_change", fields=["changed_at", "id"]),
            models.Index(name="resources_by_kind_and_change", fields=["resource_type", "changed_at", "id"]),
            models.Index(name="resources_by_unit_and_change", fields=["offered_by", "changed_at", "id"]),
            models.Index(
                name="newest_of_each_source",
                fields=["resource_type", "source", "platform", "-first_published_at"],
                condition=models.Q(published=True, test_mode=False),
            ),
            models.Index(
                name="resources_to_recheck",
                fields=["recheck_at"],
                condition=models.Q(recheck_at__isnull=False, clock_is_frozen=False),
            ),
        ]

    def __str__(self) -> str:
        """The number and the title."""
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """The page of the catalogue that describes it."""
        return reverse("learn:resource", args=[ADDRESS_WORDS[ResourceType(self.resource_type)], self.slug])

    @property
    def own_image_url(self) -> str:
        """The picture when this server has it; a browser that reads our pages asks nobody else for anything."""
        return self.image_url if self.image_url.startswith("/") and not self.image_url.startswith("//") else ""

    @property
    def number(self) -> str:
        """The primary course number, or nothing; an id that only machines read is no number."""
        return next(iter(self.course_numbers), "") if self.readable_id not in self.course_numbers else ""


class Relationship(models.Model):
    """A resource and one that belongs to it, in order.

    The child is named by its key; ``child`` is set once it is known here, however late it comes.
    """

    parent = models.ForeignKey(LearningResource, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(
        LearningResource, null=True, blank=True, on_delete=models.SET_NULL, related_name="parents"
    )
    child_type = models.CharField(max_length=40)
    child_platform = models.CharField(max_length=40, blank=True)
    child_readable_id = models.CharField(max_length=512)
    relation = models.CharField(max_length=40)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(
                name="children_not_known_yet",
                fields=["child_readable_id", "child_platform", "child_type"],
                condition=models.Q(child__isnull=True),
            )
        ]

    def __str__(self) -> str:
        """What belongs to what."""
        return f"{self.parent_id}: {self.child_readable_id}"
