"""Which videos a course there may show: what a teacher of it chose, of the collections its platform was given."""

import uuid
from datetime import datetime

from django.db.models import QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.video.domain.lti.launches import Launch
from learnstead.video.models import LtiPlacement, LtiPlatform, Video


class NotForThisCourse(Terminal):
    """The video is not one that this course may show."""


def on_offer(platform: LtiPlatform) -> QuerySet[Video]:
    """What its teachers may choose from: never what is private, or cannot be played."""
    offered = Video.objects.filter(
        collection__in=platform.collections.all(),
        is_private=False,
        deleted_at=None,
        archived_at=None,
        current__playable_at__isnull=False,
    )
    return offered.select_related("collection", "current").order_by("collection__title", "title")


def shown(launch: Launch, *, at: datetime) -> Video:
    """The video of a launch. A teacher's launch places it in the course, a copied one for example. NotForThisCourse."""
    video = _named(launch.video)
    if video is None:
        raise NotForThisCourse(
            "The video of this link is not here any more. A teacher of the course can choose another."
        )
    if video.is_public or _is_placed(launch, video):
        return video
    if launch.teaches and on_offer(launch.platform).filter(pk=video.pk).exists():
        place(launch, [video], at=at)
        return video
    raise NotForThisCourse(
        "This course may not show the video yet. A teacher of the course opens it once, or chooses it again."
    )


def place(launch: Launch, videos: list[Video], *, at: datetime) -> None:
    """Let the learners of a course watch these."""
    for video in videos:
        LtiPlacement.objects.get_or_create(
            platform=launch.platform,
            deployment=launch.deployment,
            context=launch.context,
            video=video,
            defaults={"context_title": launch.context_title, "placed_at": at},
        )


def _is_placed(launch: Launch, video: Video) -> bool:
    placed = LtiPlacement.objects.filter(
        platform=launch.platform, deployment=launch.deployment, context=launch.context, video=video
    )
    return bool(launch.context) and not video.is_private and placed.exists()


def _named(text: str) -> Video | None:
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    found = Video.objects.filter(key=key, deleted_at=None, current__playable_at__isnull=False)
    return found.select_related("collection", "current").first()
