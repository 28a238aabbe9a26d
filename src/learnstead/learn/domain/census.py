"""Counts of the whole catalogue, kept until it changes: counting fifty thousand resources by topic takes long."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Count, Max

from learnstead.learn.models import LearningResource

Counted = TypeVar("Counted")
Stamp = tuple[int, datetime | None]
_kept: dict[str, tuple[Stamp, Any]] = {}


def kept(name: str, count: Callable[[], Counted]) -> Counted:
    """What ``count`` says, from this process's memory while nothing was published, withdrawn or changed."""
    now = stamp()
    known = _kept.get(name)
    if known is None or known[0] != now:
        known = _kept[name] = (now, count())
    return cast("Counted", known[1])


def stamp() -> Stamp:
    """What differs after anything was published, withdrawn or changed; an index answers it."""
    seen = LearningResource.objects.filter(published=True, test_mode=False)
    row = seen.aggregate(size=Count("*"), at=Max("changed_at"))
    return row["size"], row["at"]
