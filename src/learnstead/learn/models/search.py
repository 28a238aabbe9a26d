"""What editors may tune about search, and what was looked for."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class SynonymGroup(models.Model):
    """Words and phrases that mean the same to somebody who searches; lower case, single spaces."""

    words = ArrayField(models.CharField(max_length=80), help_text="One word or phrase each.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["words"]

    def __str__(self) -> str:
        """The words."""
        return ", ".join(self.words)


class SearchMode(models.TextChoices):
    """What ranks the results."""

    HYBRID = "hybrid", "Words and meaning"
    KEYWORD = "keyword", "Words only"
    SEMANTIC = "semantic", "Meaning only"


class RankingSettings(models.Model):
    """How scores become an order; at most one row, and without it everything stands at its default.

    The first four are named and measured as the production API does it.
    """

    yearly_decay_percent = models.FloatField(default=2.5, validators=[MinValueValidator(0), MaxValueValidator(10)])
    max_incompleteness_penalty = models.FloatField(
        default=90.0, validators=[MinValueValidator(0), MaxValueValidator(100)], help_text="Percent."
    )
    min_score = models.FloatField(default=0.0, validators=[MinValueValidator(0), MaxValueValidator(50)])
    content_file_score_weight = models.FloatField(default=1.0, validators=[MinValueValidator(0), MaxValueValidator(1)])
    keyword_share = models.FloatField(default=0.6, validators=[MinValueValidator(0), MaxValueValidator(1)])
    mode = models.CharField(max_length=10, choices=SearchMode, default=SearchMode.HYBRID)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(name="one_row_of_ranking_settings", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        """The mode."""
        return str(self.get_mode_display())


class SearchTally(models.Model):
    """How often a text was looked for on one day, by nobody in particular.

    ``unanswered`` searches found nothing; ``opened`` is how often somebody opened a result. ``found`` is how many
    results the last one had.
    """

    day = models.DateField()
    text = models.CharField(max_length=120)
    asked = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_tally_per_text_and_day", fields=["day", "text"])]

    def __str__(self) -> str:
        """The text and the day."""
        return f"{self.text} ({self.day})"
