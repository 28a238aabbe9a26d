"""What learners say of themselves: asked once, skippable, changed and deleted at any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.learn.models import LearnerProfile, RecentView, Topic
from learnstead.learn.models.profile import CertificateWish, Delivery, Education, Goal, TimePerWeek
from learnstead.people.models import User

INTERESTS = "topic_interests"
Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Question:
    """One question; ``choices`` are codes and what people call them. ``many`` answers may be given, or one."""

    name: str
    text: str
    choices: Sequence[tuple[str, str]]
    many: bool = False


QUESTIONS = (
    Question("goals", "What do you want to learn for?", Goal.choices, many=True),
    Question("certificate_desired", "Are you looking for a certificate?", CertificateWish.choices),
    Question("current_education", "What education do you have so far?", Education.choices),
    Question("time_commitment", "How much time do you have for it in a week?", TimePerWeek.choices),
    Question("delivery", "Where would you like to learn?", Delivery.choices, many=True),
)


class NotAnAnswer(Terminal):
    """Some answers are none of the choices; ``fields`` says which, with the reason."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        super().__init__(" ".join(f"{name}: {' '.join(problems)}" for name, problems in fields.items()))
        self.fields = fields


def profile_of(user: User) -> LearnerProfile | None:
    """What somebody said; None for who was never asked."""
    return LearnerProfile.objects.filter(user=user).first()


@transaction.atomic
def answer(user: User, answers: Answers, *, at: datetime) -> LearnerProfile:
    """Keep some answers; questions that are not among them keep theirs. NotAnAnswer keeps nothing.

    Interests are ids of topics.
    """
    profile, _ = LearnerProfile.objects.get_or_create(user=user, defaults={"updated_at": at})
    problems: dict[str, list[str]] = {}
    for question in QUESTIONS:
        if question.name in answers:
            _set(profile, question, answers[question.name], problems)
    interests = _topics(answers[INTERESTS], problems) if INTERESTS in answers else None
    if problems:
        raise NotAnAnswer(problems)
    profile.updated_at = at
    profile.save()
    if interests is not None:
        profile.topic_interests.set(interests)
    return profile


def _set(profile: LearnerProfile, question: Question, given: Sequence[str], problems: dict[str, list[str]]) -> None:
    chosen = [value for value in dict.fromkeys(given) if value]
    unknown = [value for value in chosen if value not in dict(question.choices)]
    if unknown:
        problems[question.name] = [f'"{value[:100]}" is not a valid choice.' for value in unknown]
    elif len(chosen) > 1 and not question.many:
        problems[question.name] = ["Choose one."]
    else:
        setattr(profile, question.name, chosen if question.many else "".join(chosen))


def _topics(given: Sequence[str], problems: dict[str, list[str]]) -> list[Topic]:
    ids = {int(value) for value in given if value.isascii() and value.isdigit() and len(value) < len("1" * 18)}
    found = list(Topic.objects.filter(pk__in=ids))
    known = {str(topic.pk) for topic in found}
    if unknown := [value for value in given if value not in known]:
        problems[INTERESTS] = [f'"{value[:100]}" is not a topic.' for value in unknown]
    return found


def finish(user: User, *, at: datetime) -> None:
    """The questions were answered or put aside; nobody is asked again."""
    LearnerProfile.objects.update_or_create(user=user, defaults={"completed_onboarding": True, "updated_at": at})


def is_new(user: User) -> bool:
    """Whether somebody was never greeted; from now on they were."""
    return not LearnerProfile.objects.filter(user=user).exists()


def greet(user: User, *, at: datetime) -> None:
    """Note that somebody was greeted."""
    LearnerProfile.objects.get_or_create(user=user, defaults={"updated_at": at})


def remember_views(user: User, *, wanted: bool, at: datetime) -> None:
    """Let what is looked at count for recommendations, or forget it and remember no more."""
    LearnerProfile.objects.update_or_create(user=user, defaults={"remembers_views": wanted, "updated_at": at})
    if not wanted:
        RecentView.objects.filter(user=user).delete()


def as_values(profile: LearnerProfile) -> dict[str, Any]:
    """Everything in it, as JSON values; interests as id and name."""
    return {
        INTERESTS: [{"id": topic.pk, "name": topic.name} for topic in profile.topic_interests.all()],
        **{question.name: getattr(profile, question.name) for question in QUESTIONS},
        "completed_onboarding": profile.completed_onboarding,
    }
