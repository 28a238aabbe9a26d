"""Somebody watches in a course: what their player shows when it asks for new addresses. No cookie says who they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from learnstead.video.domain.lti.launches import Launch
from learnstead.video.domain.lti.placing import NotForThisCourse
from learnstead.video.models import LtiPlacement, Video

LASTS = timedelta(hours=12)
_SIGNER = Signer(salt="learnstead.video.lti.visit", sep="~")


@dataclass(frozen=True)
class Visit:
    """``person`` is the platform's number and its name for them."""

    video: Video
    person: str


def ticket(launch: Launch, video: Video, *, at: datetime) -> str:
    """What the page carries."""
    return _SIGNER.sign_object(
        {
            "platform": launch.platform.pk,
            "deployment": launch.deployment,
            "context": launch.context,
            "person": launch.person,
            "video": video.pk,
            "at": at.timestamp(),
        }
    )


def visit_of(text: str, *, at: datetime) -> Visit:
    """The visit, while it lasts and the course still may show the video. NotForThisCourse."""
    try:
        told = _SIGNER.unsign_object(text)
    except (BadSignature, ValueError) as problem:
        raise NotForThisCourse("This page was not opened from a course.") from problem
    video = Video.objects.select_related("current").filter(pk=told["video"], deleted_at=None).first()
    if video is None or at.timestamp() - told["at"] > LASTS.total_seconds():
        raise NotForThisCourse("Open the video from the course again.")
    placed = LtiPlacement.objects.filter(
        platform=told["platform"],
        platform__is_active=True,
        deployment=told["deployment"],
        context=told["context"],
        video=video,
    )
    if not video.is_public and (video.is_private or not placed.exists()):
        raise NotForThisCourse("The course may not show this video any more.")
    return Visit(video=video, person=f"{told['platform']} {told['person']}")
