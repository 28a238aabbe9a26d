"""When something was or will be given, and by whom."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models

from learnstead.learn.models.resource import LearningResource

# Levels whose name is not just their code with a capital; published sites spell them in their own way.
NAMED = {"noncredit": "Non-credit", "non credit": "Non-credit"}


def level_names(levels: Iterable[str]) -> list[str]:
    """Levels as a person reads them."""
    words = (level.replace("_", " ").replace("-", " ").casefold() for level in levels)
    return list(dict.fromkeys(NAMED.get(one, one.capitalize()) for one in words))


class LearningResourceRun(models.Model):
    """One time a course or program is given. Published course sites have exactly one.

    A run that its source no longer lists is kept, unpublished, with what belongs to it. ``prices`` are those a
    learner is shown: none where there is no certificate to pay for.
    """

    resource = models.ForeignKey(LearningResource, on_delete=models.CASCADE, related_name="runs")
    run_id = models.CharField(max_length=512)
    title = models.CharField(max_length=256, blank=True)
    description = models.TextField(blank=True, help_text="Clean HTML.")
    full_description = models.TextField(blank=True, help_text="Clean HTML.")
    last_modified = models.DateTimeField(null=True, blank=True)
    published = models.BooleanField(default=True)
    is_b2b = models.BooleanField(default=False)
    is_variant = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=256), default=list, blank=True)
    url = models.CharField(max_length=2048, blank=True)
    image_url = models.CharField(max_length=2048, blank=True)
    image_alt = models.TextField(blank=True)
    image_description = models.TextField(blank=True)
    level = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    slug = models.TextField(blank=True)
    semester = models.CharField(max_length=256, blank=True)
    year = models.IntegerField(null=True, blank=True)
    start_date = models.DateTimeField(null=True, blank=True)
    end_date = models.DateTimeField(null=True, blank=True)
    enrollment_start = models.DateTimeField(null=True, blank=True)
    enrollment_end = models.DateTimeField(null=True, blank=True)
    instructors = ArrayField(models.TextField(), default=list, blank=True, help_text="In the order they are named.")
    prices = models.JSONField(default=list, blank=True)
    availability = models.CharField(max_length=24, blank=True)
    delivery = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    pace = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    format = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    location = models.CharField(max_length=256, blank=True)
    duration = models.CharField(max_length=256, blank=True)
    min_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    max_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    time_commitment = models.CharField(max_length=256, blank=True)
    min_weekly_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    max_weekly_hours = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-published", "-year", "run_id"]
        constraints = [models.UniqueConstraint(name="one_run_per_id", fields=["resource", "run_id"])]
        indexes = [models.Index(name="runs_by_id", fields=["run_id"])]

    def __str__(self) -> str:
        """The term, as in "Fall 2010"."""
        return self.term or self.run_id

    @property
    def term(self) -> str:
        """Semester and year, as far as they are known."""
        return " ".join(filter(None, [self.semester, str(self.year or "")]))

    @property
    def levels(self) -> list[str]:
        """The levels as a person reads them."""
        return level_names(self.level)
