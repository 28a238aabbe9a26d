"""A file on its way in, and the parts of it that are here already."""

import uuid

from django.conf import settings
from django.db import models

from learnstead.video.models.video import Video


class Incoming(models.Model):
    """``received`` of ``length`` bytes are here (``length`` is None while nobody knows); parts hold exactly those.

    ``address`` is where we fetch it from, ``version`` which of its versions the parts are of. ``fault``: why it was
    refused, for people. ``changed_at`` is when bytes came last; after ``expires_at`` they go.
    """

    class Way(models.TextChoices):
        """How it comes."""

        BROWSER = "browser"
        ADDRESS = "address"
        CAPTURE = "capture"
        COMMAND = "command"

    class State(models.TextChoices):
        """``arrived``: all bytes are here, and somebody has to look at them."""

        RECEIVING = "receiving"
        ARRIVED = "arrived"
        KEPT = "kept"
        REFUSED = "refused"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="incoming")
    revision = models.OneToOneField(
        "video.Revision", on_delete=models.SET_NULL, related_name="incoming", null=True, blank=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    way = models.CharField(max_length=7, choices=Way)
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVING)
    name = models.CharField(max_length=255)
    length = models.PositiveBigIntegerField(null=True, blank=True)
    received = models.PositiveBigIntegerField(default=0)
    address = models.CharField(max_length=2000, blank=True)
    version = models.CharField(max_length=255, blank=True)
    fault = models.TextField(blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=["state", "expires_at"], name="incoming_by_state_and_expiry"),)
        constraints = (
            models.CheckConstraint(
                name="no_more_arrives_than_was_announced",
                condition=models.Q(length=None) | models.Q(received__lte=models.F("length")),
            ),
        )

    def __str__(self) -> str:
        """Its name, and how much of it is here."""
        return f"{self.name}: {self.received} of {self.length if self.length is not None else 'unknown'} bytes"


class IncomingPart(models.Model):
    """``size`` bytes of a file, from ``start`` on, in the object ``key``."""

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    key = models.CharField(max_length=300)

    class Meta:
        ordering = ("incoming", "start")
        constraints = (models.UniqueConstraint(fields=["incoming", "start"], name="parts_begin_at_different_bytes"),)

    def __str__(self) -> str:
        """Where it belongs."""
        return f"bytes {self.start} to {self.start + self.size} of {self.incoming_id}"


class Captured(models.Model):
    """A file seen in a tray that recorders put theirs into.

    It is taken when it has the same ``version`` as when it was ``seen_at``. ``sha256`` of what was taken tells the same
    recording, put there again, from another with its name.
    """

    tray = models.CharField(max_length=250)
    key = models.CharField(max_length=1000)
    version = models.CharField(max_length=255)
    seen_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    incoming = models.OneToOneField(Incoming, on_delete=models.SET_NULL, related_name="captured", null=True, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ("tray", "key")
        constraints = (models.UniqueConstraint(fields=["tray", "key", "version"], name="one_sight_of_a_captured_file"),)

    def __str__(self) -> str:
        """Where it was seen."""
        return f"{self.key} in {self.tray}"
