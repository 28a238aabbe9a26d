"""One's own profile."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.kernel import clock
from learnstead.learn.domain.following import profiles
from learnstead.learn.models import LearnerProfile
from learnstead.learn.models.profile import CertificateWish, Delivery, Education, Goal, TimePerWeek
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.parameters import Id, OneOf
from learnstead.learn.web.rest.problems import Refused
from learnstead.learn.web.rest.session import signed_in
from learnstead.people.models import User
from learnstead.people.web.current import person

router = Router(tags=["profiles"], auth=signed_in)
MOST = 500


class Interest(TypedDict):
    """A topic that interests somebody."""

    id: int
    name: str


class Profile(TypedDict):
    """What somebody said of themselves; all of it may be empty. Only they can read it."""

    username: str
    name: str
    topic_interests: list[Interest]
    goals: list[str]
    certificate_desired: str
    current_education: str
    time_commitment: str
    delivery: list[str]
    completed_onboarding: bool


class Changes(Schema):
    """What to change; what is left out stays."""

    topic_interests: list[Id] | None = Field(None, max_length=MOST, description="Ids of topics.")
    goals: list[Annotated[str, OneOf(Goal.values)]] | None = Field(None, max_length=MOST)
    certificate_desired: Annotated[str, OneOf(["", *CertificateWish.values])] | None = None
    current_education: Annotated[str, OneOf(["", *Education.values])] | None = None
    time_commitment: Annotated[str, OneOf(["", *TimePerWeek.values])] | None = None
    delivery: list[Annotated[str, OneOf(Delivery.values)]] | None = Field(None, max_length=MOST)
    completed_onboarding: bool | None = None


@router.get("/profiles/me/", response=Profile, summary="My profile", operation_id="profiles_me_retrieve")
def mine(request: HttpRequest) -> HttpResponse:
    """The interests and wishes of the person."""
    return answer(_shown(person(request)))


@router.patch("/profiles/me/", response=Profile, summary="Change my profile", operation_id="profiles_me_partial_update")
def change(request: HttpRequest, changes: Changes) -> HttpResponse:
    """Change some of it."""
    user, at = person(request), clock.now()
    given = changes.model_dump(exclude_none=True, exclude={"completed_onboarding"})
    answers = {
        name: [str(one) for one in value] if isinstance(value, list) else [value] for name, value in given.items()
    }
    try:
        profiles.answer(user, answers, at=at)
    except profiles.NotAnAnswer as problem:
        raise Refused(400, str(problem), fields=problem.fields) from problem
    if changes.completed_onboarding:
        profiles.finish(user, at=at)
    return answer(_shown(user))


def _shown(user: User) -> Profile:
    profile = profiles.profile_of(user) or LearnerProfile(user=user)
    return {
        "username": user.username,
        "name": user.name,
        "topic_interests": [
            {"id": topic.pk, "name": topic.name} for topic in (profile.topic_interests.all() if profile.pk else ())
        ],
        "goals": profile.goals,
        "certificate_desired": profile.certificate_desired,
        "current_education": profile.current_education,
        "time_commitment": profile.time_commitment,
        "delivery": profile.delivery,
        "completed_onboarding": profile.completed_onboarding,
    }
