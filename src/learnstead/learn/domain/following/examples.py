"""Learners of a demo: what interests them and what they follow."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from learnstead.learn.domain.following import normal, profiles, subscribing
from learnstead.learn.models import Subscription, Topic
from learnstead.people.models import User

# So long ago that everything in the demo has come since.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def load(learners: Mapping[str, Any], *, at: datetime) -> bool:
    """Give learners who have no profile yet theirs; whether anybody got one.

    Their first digest has everything that fits, since they follow as if from long ago.
    """
    made = False
    for username, said in learners.items():
        user = User.objects.filter(username=username).first()
        if user is not None and profiles.is_new(user):
            _load(user, said, at)
            made = True
    return made


def _load(user: User, said: Mapping[str, Any], at: datetime) -> None:
    topics = Topic.objects.filter(slug__in=said["topic_interests"]).values_list("pk", flat=True)
    answers = {question.name: said.get(question.name, []) for question in profiles.QUESTIONS}
    profiles.answer(user, answers | {profiles.INTERESTS: [str(pk) for pk in topics]}, at=at)
    profiles.finish(user, at=at)
    for key in said["follows_pages"]:
        subscribing.follow_channel(user=user, key=key, at=at)
    for address in said["follows_searches"]:
        subscribing.follow(user=user, parameters=normal.of_address(address), at=at)
    Subscription.objects.filter(user=user).update(matched_until=BEGINNING)
