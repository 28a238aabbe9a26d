"""Removes bytes that nobody can have an address of any more."""

import contextlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from learnstead.ports.delivery import REVOKED_MARKS
from learnstead.ports.objects import NoSuchObject, ObjectStore
from learnstead.video.domain import keys
from learnstead.video.domain.delivery.playing import last_end
from learnstead.video.models import Revision, Video

# Clocks of servers differ, and whoever asked just in time is still reading.
GRACE = timedelta(minutes=15)
# Longer than any grant lasts.
REVOCATION_KEPT = timedelta(days=30)


def remove_retired(*, objects: ObjectStore, at: datetime) -> int:
    """Remove what was played of retired revisions, when their last grant has ended; how many revisions.

    Originals stay: a later revision may be made from them, and how long they are kept is a question of retention.
    """
    waiting = Revision.objects.filter(retired_at__lt=at - GRACE, removed_at=None)
    due = [revision.pk for revision in waiting.iterator() if last_end(revision) + GRACE < at]
    return sum(_remove(pk, objects, at) for pk in due)


@transaction.atomic
def _remove(pk: UUID, objects: ObjectStore, at: datetime) -> int:
    revision = Revision.objects.select_for_update(of=("self",)).select_related("video").get(pk=pk)
    shown = Video.objects.filter(current=revision).exists()
    if revision.removed_at or revision.retired_at is None or shown:
        return 0
    objects.delete(keys.delivery(revision))
    objects.delete(keys.work(revision))
    revision.removed_at = at
    revision.save(update_fields=["removed_at"])
    return 1


def forget_revocations(*, objects: ObjectStore, at: datetime) -> int:
    """Remove the marks of revoked grants that have long expired; how many."""
    count = 0
    for info in list(objects.list(f"{REVOKED_MARKS}/")):
        with contextlib.suppress(NoSuchObject, ValueError):
            if datetime.fromisoformat(objects.get(info.key).decode()) < at - REVOCATION_KEPT:
                objects.delete(info.key)
                count += 1
    return count
