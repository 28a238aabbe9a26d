"""The marks by which servers of bytes know what is public, without asking the database.

A mark may be missing where a video is public: the first request that misses it asks the database and sets it. It must
never be there where a video is not, so it goes before the change commits, and whoever sets one holds the video's row
meanwhile. ``reconcile`` mends what a crash or a change in bulk left behind.
"""

from django.db import transaction

from learnstead.ports.delivery import PUBLIC_MARKS
from learnstead.ports.objects import NoSuchObject, ObjectStore
from learnstead.video.models import Video

PLAYED = Video.objects.filter(is_public=True, deleted_at=None, current__playable_at__isnull=False)


def hide(video: Video, *, objects: ObjectStore) -> None:
    """From now on nobody gets a byte of the video without a grant. Call it in the transaction that makes it so."""
    withdraw(video.hexkey, objects=objects)


def follow(video: Video, *, objects: ObjectStore) -> None:
    """Make the mark what the row says."""
    settle(video.hexkey, objects=objects)


@transaction.atomic
def settle(hexkey: str, *, objects: ObjectStore) -> str:
    """Set the mark, or remove it, as the database says; the number of the public revision, or ``""``."""
    video = PLAYED.select_for_update(of=("self",)).select_related("current").filter(key=hexkey).first()
    if video is None or video.current is None:
        # No row is held here, which does no harm: removing a mark that belongs there costs one more question.
        withdraw(hexkey, objects=objects)
        return ""
    number = str(video.current.number)
    if _said(hexkey, objects) != number:
        objects.put(mark(hexkey), number.encode())
    return number


def withdraw(hexkey: str, *, objects: ObjectStore) -> None:
    """Remove the mark, if there is one."""
    if _said(hexkey, objects):
        objects.delete(mark(hexkey))


def reconcile(*, objects: ObjectStore) -> int:
    """Make all marks what the rows say; how many were wrong."""
    found = {info.key.rpartition("/")[2] for info in objects.list(f"{PUBLIC_MARKS}/")}
    played = PLAYED.select_related("current").iterator()
    wanted = {video.hexkey: str(video.current.number) for video in played if video.current}
    wrong = {hexkey for hexkey, number in wanted.items() if hexkey not in found or _said(hexkey, objects) != number}
    for hexkey in sorted(found - wanted.keys()):
        withdraw(hexkey, objects=objects)
    for hexkey in sorted(wrong):
        settle(hexkey, objects=objects)
    return len(found - wanted.keys()) + len(wrong)


def mark(hexkey: str) -> str:
    """The key of the mark."""
    return f"{PUBLIC_MARKS}/{hexkey}"


def _said(hexkey: str, objects: ObjectStore) -> str:
    try:
        return objects.get(mark(hexkey)).decode()
    except NoSuchObject:
        return ""
