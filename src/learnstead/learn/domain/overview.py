"""How much there is, by kind and by topic: counted over everything, so remembered while that stays the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from learnstead.learn.domain import queries
from learnstead.learn.domain.queries import TopicSize
from learnstead.learn.models import AppliedRelease

# What changes without a release, such as a learning path that is published, is seen after this long.
HOLDS = timedelta(minutes=1)


@dataclass(frozen=True)
class Overview:
    """Names of kinds with how much there is of each, and the roots of the topic tree with what is below them."""

    kinds: Sequence[tuple[str, int]]
    topics: Sequence[TopicSize]


@dataclass(frozen=True)
class _Remembered:
    after: tuple[int, datetime]
    at: datetime
    overview: Overview


_remembered: list[_Remembered] = []


def overview(*, at: datetime) -> Overview:
    """The numbers after the last release; without one, as they are now."""
    after = AppliedRelease.objects.order_by("-pk").values_list("pk", "applied_at").first()
    for known in _remembered[:1]:
        if known.after == after and timedelta() <= at - known.at < HOLDS:
            return known.overview
    found = Overview(kinds=queries.counts(), topics=queries.root_topics())
    if after:
        _remembered[:] = [_Remembered(after, at, found)]
    return found
