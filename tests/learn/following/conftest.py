"""Learners, and new resources for them."""

from datetime import datetime, timedelta

import pytest

from learnstead.kernel import clock
from learnstead.kernel.slugs import slug_for
from learnstead.learn.domain import topics
from learnstead.learn.domain.following import normal, subscribing
from learnstead.learn.models import LearningResource, Subscription
from learnstead.people.models import User


@pytest.fixture
def cy(db) -> User:
    return User.objects.create_user("cy", "cy@example.org", name="Cy")


@pytest.fixture
def bo(db) -> User:
    return User.objects.create_user("bo", "bo@example.org", name="Bo")


def follow(user: User, address: str, *, at: datetime | None = None) -> Subscription:
    return subscribing.follow(user=user, parameters=normal.of_address(address), at=at or clock.now())


def new(title: str, *paths: str, at: datetime | None = None, **more) -> LearningResource:
    """A resource, first published an hour from now unless said otherwise, about the topics "A / B"."""
    moment = at or clock.now() + timedelta(hours=1)
    values = {
        "readable_id": slug_for(title),
        "slug": slug_for(title),
        "platform": "edx",
        "etl_source": "library",
        "payload_sha256": "e" * 64,
        "first_published_at": moment,
        "changed_at": moment,
        "completeness": 1.0,
    }
    resource = LearningResource.objects.create(title=title, **values | more)
    resource.topics.set([topics.topic(path.split(" / ")) for path in paths])
    return resource
