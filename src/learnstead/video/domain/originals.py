"""How long the files that people brought are kept: for ever, or for the years their collection says.

The years begin when nothing needs the file any more: another one replaced it, or the film went into the archive. What
is played, or in the making, needs its original; so does what failed and may be tried again. Two weeks before a
file goes, those who run the collection are told.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Max, QuerySet, Sum

from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import mails, states
from learnstead.video.domain.mails import Post
from learnstead.video.models import Collection, Revision, TranscodeJob, Video

log = logging.getLogger(__name__)
NOTICE = timedelta(days=14)
WORKING = (TranscodeJob.State.WAITING, TranscodeJob.State.RUNNING)


@dataclass(frozen=True)
class Original:
    """One file of a video. Nothing needed it since ``free_since``, and it goes at ``goes_at``; None for "not".

    ``told_at`` is when a mail last said so.
    """

    video: Video
    key: str
    name: str
    size: int
    free_since: datetime | None
    goes_at: datetime | None
    told_at: datetime | None

    def told(self) -> bool:
        """Whether a mail said that it goes, and no later day was set since."""
        return bool(self.told_at and self.goes_at and self.told_at >= self.goes_at - NOTICE)


def of_video(video: Video) -> list[Original]:
    """The files that are there, the newest first."""
    there = video.revisions.exclude(original="").select_related("job").order_by("-original", "-number")
    found = [_original(video, list(made)) for _, made in groupby(there, key=lambda one: one.original)]
    newest = {one.original: one.number for one in reversed(there)}
    return sorted(found, key=lambda one: -newest[one.key])


def bytes_of(collection: Collection) -> int:
    """What the files of a collection take, each counted once although retranscodes share it."""
    there = Revision.objects.filter(video__collection=collection).exclude(original="")
    each = there.order_by().values("original").annotate(bytes=Max("size"))
    return int(each.aggregate(sum=Sum("bytes"))["sum"] or 0)


def planned(*, until: datetime) -> list[Original]:
    """Every file that goes until then unless something needs it again, the earliest first."""
    found = [one for video in _with_policy() for one in of_video(video) if one.goes_at and one.goes_at <= until]
    return sorted(found, key=lambda one: (one.goes_at or until, one.key))


def warn(*, at: datetime, post: Post) -> list[Original]:
    """Tell those who run the collection what goes within two weeks; what they were told of."""
    untold = [one for one in planned(until=at + NOTICE) if not one.told()]
    for one in untold:
        with transaction.atomic():
            Revision.objects.filter(video=one.video, original=one.key).update(original_told_at=at)
            ends = max(one.goes_at or at, at + NOTICE)
            mails.write(one.video, mails.ORIGINAL, about=f"{ends:%Y-%m-%d}", post=post, ends=ends, file=one.name)
    return untold


def remove_due(*, at: datetime, objects: ObjectStore, untold: bool = False) -> list[Original]:
    """Remove what has had its time, and of which a mail told two weeks before or, with ``untold``, did not."""
    due = [one for one in planned(until=at) if untold or (one.told() and one.told_at and one.told_at <= at - NOTICE)]
    return [one for one in due if _remove(one, at=at, objects=objects)]


def _with_policy() -> QuerySet[Video]:
    kept = Video.objects.filter(collection__originals_years__isnull=False, deleted_at=None)
    return kept.exclude(status__in=states.IN_FLIGHT).select_related("collection", "current").order_by("pk")


@transaction.atomic
def _remove(wanted: Original, *, at: datetime, objects: ObjectStore) -> bool:
    """Look again while nobody can ask for it to be transcoded once more. The bytes go first: a crash is made good."""
    video = _with_policy().select_for_update(of=("self",)).filter(pk=wanted.video.pk).first()
    now = next((one for one in of_video(video) if one.key == wanted.key), None) if video else None
    if now is None or now.goes_at is None or now.goes_at > at:
        return False
    objects.delete(now.key)
    Revision.objects.filter(video=now.video, original=now.key).update(original="", original_removed_at=at)
    log.info(
        "removed the original %s (%s, %d bytes) of “%s”: nothing needed it since %s, and its collection keeps "
        "originals for %s years after that",
        now.key, now.name, now.size, now.video, f"{now.free_since:%Y-%m-%d}", now.video.collection.originals_years,
    )  # fmt: skip
    return True


def _original(video: Video, made: list[Revision]) -> Original:
    free, years = _free_since(video, made), video.collection.originals_years
    return Original(
        video=video,
        key=made[0].original,
        name=made[0].original_name,
        size=max(one.size for one in made),
        free_since=free,
        goes_at=_years_later(free, years) if free and years else None,
        told_at=max((one.original_told_at for one in made if one.original_told_at), default=None),
    )


def _free_since(video: Video, made: Iterable[Revision]) -> datetime | None:
    """When the last of the revisions made of it had its time; None while one needs it."""
    ends = [_end(video, one) for one in made]
    return None if None in ends else max(end for end in ends if end)


def _end(video: Video, made: Revision) -> datetime | None:
    job = getattr(made, "job", None)
    if made.pk == video.current_id or (job and job.state in WORKING):
        return None
    if made.retired_at:
        return made.retired_at
    failed_before = made.playable_at is None and video.current is not None and made.number < video.current.number
    return max(made.created_at, video.current.created_at) if failed_before and video.current else None


def _years_later(at: datetime, years: int) -> datetime:
    try:
        return at.replace(year=at.year + years)
    except ValueError:  # the 29th of February
        return at.replace(year=at.year + years, day=28)
