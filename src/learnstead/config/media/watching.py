"""Takes the mark of a public video away with whatever change makes it less than public, wherever that is made."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from learnstead.ports.services import services
from learnstead.video.domain import visibility
from learnstead.video.models import Video


def watch() -> None:
    """Begin to listen, once for each process."""
    for moment in (pre_save, post_save):
        moment.connect(_saved, sender=Video, dispatch_uid="learnstead.media.saved")
    for moment in (pre_delete, post_delete):
        moment.connect(_deleted, sender=Video, dispatch_uid="learnstead.media.deleted")


def _saved(instance: Video, **_more: Any) -> None:
    # Before, so that nothing is public that was just made private; after, for a request in between that set it again.
    if not instance.is_public or instance.deleted_at is not None:
        visibility.hide(instance, objects=services().objects)


def _deleted(instance: Video, **_more: Any) -> None:
    visibility.hide(instance, objects=services().objects)
