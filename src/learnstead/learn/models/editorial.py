"""What editors of this installation add to the catalogue: paths, what is featured, voices, names of topics."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from learnstead.learn.models.resource import LearningResource
from learnstead.learn.models.taxonomy import Topic


class LearningPath(models.Model):
    """Who made a resource of the type ``learning_path`` here, and who changed it last.

    Its title, items and the rest are those of the resource, as with every other. One with ``deleted_at`` is out of
    sight and can still be brought back.
    """

    resource = models.OneToOneField(LearningResource, on_delete=models.CASCADE, related_name="learning_path")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="learning_paths"
    )
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        """The title."""
        return self.resource.title


class FeaturedItem(models.Model):
    """A resource that is featured: by a unit, named by its code, or on the home page, which has none."""

    offered_by = models.CharField(max_length=200, blank=True)
    resource = models.ForeignKey(LearningResource, on_delete=models.CASCADE, related_name="featured")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["offered_by", "position", "pk"]
        constraints = [models.UniqueConstraint(name="featured_once_per_list", fields=["offered_by", "resource"])]

    def __str__(self) -> str:
        """What is featured where."""
        return f"{self.offered_by or 'home'}: {self.resource_id}"


class Testimonial(models.Model):
    """What a learner said. ``offerors`` are the codes of units on whose pages it is shown; home shows all."""

    quote = models.TextField(max_length=2000)
    attestant_name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True, help_text="What the person is or does.")
    offerors = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    published = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """Who said it."""
        return self.attestant_name


class TopicMapping(models.Model):
    """Which topic of ours staff say a word of a source means. ``offered_by``: whose word it is; empty for anyone's.

    One with ``removed_at`` no longer applies; it can be brought back.
    """

    offered_by = models.CharField(max_length=200, blank=True)
    word = models.CharField(max_length=256)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="mappings")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["offered_by", "word", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_mapping_per_word_and_topic", fields=["offered_by", "word", "topic"])
        ]

    def __str__(self) -> str:
        """The word and its topic."""
        return f"{self.word}: {self.topic}"
