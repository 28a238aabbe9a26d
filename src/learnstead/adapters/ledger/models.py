"""The tables behind the ledger."""

from django.db import models


class Run(models.Model):
    """One run of one source; ``scopes`` holds what became of each scope, with the guard's findings."""

    id = models.CharField(primary_key=True, max_length=60)
    source = models.CharField(max_length=60)
    trigger = models.CharField(max_length=20)
    clock = models.DateTimeField()
    started = models.DateTimeField()
    outcome = models.CharField(max_length=20)
    finished = models.DateTimeField(null=True)
    replay = models.TextField(default="")
    folder = models.TextField(default="")
    only = models.JSONField(default=list)
    frozen = models.BooleanField(default=False)
    fresh = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    scopes = models.JSONField(default=list)
    requests = models.IntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    steps = models.JSONField(default=list)
    release = models.CharField(max_length=80, default="")
    message = models.TextField(default="")

    class Meta:
        ordering = ("-started", "-id")
        indexes = (
            models.Index(fields=["source", "-started"], name="runs_of_a_source"),
            models.Index(fields=["-started"], name="runs_by_time"),
        )

    def __str__(self) -> str:
        """Which run of which source."""
        return f"{self.source} {self.id}"


class Scope(models.Model):
    """What is known of one scope of one source."""

    source = models.CharField(max_length=60)
    scope = models.TextField()
    release = models.CharField(max_length=80, default="")
    content = models.CharField(max_length=64, default="")
    version = models.TextField(default="")
    records = models.IntegerField(default=0)
    last_good = models.DateTimeField(null=True)
    stale_since = models.DateTimeField(null=True)
    held_run = models.CharField(max_length=60, default="")
    missing = models.JSONField(default=dict)
    history = models.JSONField(default=list)
    strikes = models.IntegerField(default=0)
    quarantined = models.IntegerField(default=0)
    fills = models.JSONField(default=dict)
    payloads = models.CharField(max_length=64, default="")
    clock = models.DateTimeField(null=True)
    demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("source", "scope")
        constraints = (models.UniqueConstraint(fields=["source", "scope"], name="a_scope_is_known_once"),)

    def __str__(self) -> str:
        """Which scope of which source."""
        return f"{self.source} {self.scope}"


class Release(models.Model):
    """One release of one source."""

    id = models.CharField(primary_key=True, max_length=80)
    source = models.CharField(max_length=60)
    run = models.CharField(max_length=60)
    made = models.DateTimeField()
    clock = models.DateTimeField()
    scopes = models.IntegerField()
    records = models.IntegerField()
    added = models.IntegerField()
    changed = models.IntegerField()
    removed = models.IntegerField()
    accepted_by = models.CharField(max_length=150, default="")
    applied = models.DateTimeField(null=True)
    demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-made", "-id")
        indexes = (models.Index(fields=["source", "-made"], name="releases_of_a_source"),)

    def __str__(self) -> str:
        """Which release of which source."""
        return f"{self.source} {self.id}"
