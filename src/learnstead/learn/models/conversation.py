"""What people asked the assistant, what it answered, and how much of it they may."""

import uuid

from django.conf import settings
from django.db import models

from learnstead.learn.models.resource import LearningResource


class Bot(models.TextChoices):
    """What the assistant is asked about."""

    RECOMMEND = "recommend", "What to learn"
    COURSE = "course", "This course"
    VIDEO = "video", "This recording"
    TUTOR = "tutor", "This problem"


class Conversation(models.Model):
    """A thread of questions. It belongs to ``owner``, or to the ``visitor`` whose session holds that name.

    ``about`` is the course or recording it is about, ``problem`` the title of a tutor's problem.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bot = models.CharField(max_length=12, choices=Bot)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="conversations"
    )
    visitor = models.CharField(max_length=64, blank=True)
    about = models.ForeignKey(
        LearningResource, null=True, blank=True, on_delete=models.CASCADE, related_name="conversations"
    )
    problem = models.CharField(max_length=256, blank=True)
    title = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at", "pk"]
        indexes = [
            models.Index(name="conversations_of_owner", fields=["owner", "-used_at"]),
            models.Index(name="conversations_of_visitor", fields=["visitor", "-used_at"]),
        ]
        permissions = [("ask_canvas", "May ask about courses that come from Canvas")]

    def __str__(self) -> str:
        """How it began."""
        return self.title


class Turn(models.Model):
    """A question and its answer. ``events`` are what a stream told of it, in order; their place is their id."""

    class Status(models.TextChoices):
        """How far it is."""

        RUNNING = "running", "being answered"
        ANSWERED = "answered", "answered"
        UNKNOWN = "unknown", "nothing was found"
        STOPPED = "stopped", "stopped"
        FAILED = "failed", "failed"

    class Rating(models.TextChoices):
        """What the person who asked thinks of it."""

        NONE = "", "not rated"
        LIKE = "like", "helpful"
        DISLIKE = "dislike", "not helpful"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    question = models.TextField()
    model = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    events = models.JSONField(default=list)
    rating = models.CharField(max_length=8, choices=Rating, blank=True, default=Rating.NONE)
    reason = models.TextField(blank=True)
    prompt_tokens = models.PositiveIntegerField(default=0)
    completion_tokens = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        """The question."""
        return self.question


class AskLimit(models.Model):
    """How many questions a day one person, or one address without an account, may put to a bot. Staff may more."""

    bot = models.CharField(max_length=12, choices=Bot, unique=True)
    signed_in_per_day = models.PositiveIntegerField()
    anonymous_per_day = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Both numbers."""
        return f"{self.bot}: {self.signed_in_per_day} signed in, {self.anonymous_per_day} not"


class AskUsage(models.Model):
    """What was used on one day by ``who``: "user:7", "from:<keyed digest of an address>", or "everybody"."""

    day = models.DateField()
    who = models.CharField(max_length=80)
    bot = models.CharField(max_length=12, blank=True)
    questions = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_usage_per_day", fields=["day", "who", "bot"])]

    def __str__(self) -> str:
        """Who and when."""
        return f"{self.who} on {self.day}"
