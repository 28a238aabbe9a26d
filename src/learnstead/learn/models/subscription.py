"""What learners follow, and the mails that tell them what is new in it."""

import uuid

from django.db import models

from learnstead.people.models import User


class FollowedQuery(models.Model):
    """A search that somebody follows, once for all who do.

    ``parameters`` are the search's own, by name, each a sorted list; ``fingerprint`` is the same for searches that
    mean the same.
    """

    parameters = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        """The parameters."""
        return str(self.parameters)


class SourceType(models.TextChoices):
    """Where somebody began to follow: names of the production API."""

    SEARCH = "search_subscription_type", "Search"
    CHANNEL = "channel_subscription_type", "Channel"


class Subscription(models.Model):
    """One person follows one query.

    ``channel`` names the page it was followed from, "topic:engineering/robotics"; empty for a search. ``label`` is
    what people call it. What was first published after ``matched_until`` has not been in a digest yet.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="subscriptions")
    query = models.ForeignKey(FollowedQuery, on_delete=models.CASCADE, related_name="subscriptions")
    source_type = models.CharField(max_length=40, choices=SourceType, default=SourceType.SEARCH)
    channel = models.CharField(max_length=600, blank=True)
    label = models.CharField(max_length=600)
    matched_until = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(name="one_subscription_per_query", fields=["user", "query"])]

    def __str__(self) -> str:
        """Who follows what."""
        return f"{self.user_id}: {self.label}"


class DigestMail(models.Model):
    """The digest of one person on one day: written down before it is sent, and noted when it was.

    ``shown`` are the ids of the resources in it. A mail that is still SENDING after its sender died may or may not have
    arrived: it is not sent again by itself.
    """

    class State(models.TextChoices):
        """How far it came."""

        WRITTEN = "written", "Waits to be sent"
        SENDING = "sending", "Perhaps sent"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Refused"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="digest_mails")
    day = models.DateField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WRITTEN)
    message_id = models.CharField(max_length=255, unique=True)
    recipient = models.EmailField()
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict)
    subscriptions = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [models.UniqueConstraint(name="one_digest_per_day", fields=["user", "day"])]
        indexes = [models.Index(name="digests_to_send", fields=["state"])]

    def __str__(self) -> str:
        """To whom, about what."""
        return f"{self.recipient}: {self.subject}"


class MailSettings(models.Model):
    """Whether somebody wants digests by mail. ``key`` is part of the links in their mails; a new one revokes them.

    ``confirmed`` is the address whose owner said that it is theirs; ``asked_at`` is when we last asked by mail.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_settings")
    digests = models.BooleanField(default=True)
    key = models.UUIDField(default=uuid.uuid4)
    confirmed = models.EmailField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Who, and whether."""
        return f"{self.user_id}: {'on' if self.digests else 'off'}"
