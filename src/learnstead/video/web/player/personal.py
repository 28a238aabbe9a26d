"""What players know of a person: to be taken away, and to be forgotten."""

from typing import Any

from django.conf import settings

from learnstead.people.domain import personal_data
from learnstead.people.models import User
from learnstead.video.domain.analytics import counting
from learnstead.video.models import StoppedAt, Viewing


def register() -> None:
    """Say that it is kept; called when Django starts."""
    personal_data.register(name="videos", title="Videos you watched", export=_export, delete=_delete)


def _export(user: User) -> dict[str, Any]:
    number = counting.number_of(user, secret=settings.SECRET_KEY)
    viewings = Viewing.objects.filter(viewer=number).select_related("video").order_by("started_at")
    stopped = StoppedAt.objects.filter(person=user).select_related("video")
    return {
        "stopped": [{"video": one.video.title, "position": one.position} for one in stopped],
        "watched": [
            {"video": one.video.title, "at": one.started_at.isoformat(), "seconds": one.seconds} for one in viewings
        ],
    }


def _delete(user: User) -> None:
    StoppedAt.objects.filter(person=user).delete()
    counting.forget(user, secret=settings.SECRET_KEY)
