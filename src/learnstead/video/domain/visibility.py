"""The marks by which servers of bytes know what is public, without asking the database.

A video is public only while its row says so and its mark is there. The mark goes before the row changes and comes
after it, so that whatever is interrupted, nothing is open that should not be; ``reconcile`` mends the rest.
"""

from learnstead.ports.delivery import PUBLIC_MARKS
from learnstead.ports.objects import ObjectStore
from learnstead.video.models import Video


def hide(video: Video, *, objects: ObjectStore) -> None:
    """From now on nobody gets a byte of the video without a grant."""
    objects.delete(mark(video.hexkey))


def follow(video: Video, *, objects: ObjectStore) -> None:
    """Make the mark what the row says."""
    row = Video.objects.select_related("current").get(pk=video.pk)
    if row.is_public and row.deleted_at is None and row.current and row.current.playable_at:
        objects.put(mark(row.hexkey), str(row.current.number).encode())
    else:
        hide(row, objects=objects)


def reconcile(*, objects: ObjectStore) -> int:
    """Make all marks what the rows say; how many were wrong."""
    playable = Video.objects.filter(is_public=True, deleted_at=None, current__playable_at__isnull=False)
    wanted = {
        mark(video.hexkey): str(video.current.number) for video in playable.select_related("current") if video.current
    }
    found = {info.key for info in objects.list(f"{PUBLIC_MARKS}/")}
    stale = found - wanted.keys()
    wrong = {key for key, number in wanted.items() if key not in found or objects.get(key) != number.encode()}
    for key in sorted(stale):
        objects.delete(key)
    for key in sorted(wrong):
        objects.put(key, wanted[key].encode())
    return len(stale) + len(wrong)


def mark(hexkey: str) -> str:
    """The key of the mark."""
    return f"{PUBLIC_MARKS}/{hexkey}"
