"""Films that nobody watches: their owner is told, and after a time only the original is kept.

Originals are never given up here, so that what is kept of a film is always enough to bring it back.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import mails, visibility
from learnstead.video.domain.mails import Post
from learnstead.video.domain.transcoding import requests
from learnstead.video.models import Notice, Revision, Video

UNWATCHED = timedelta(days=730)
GRACE = timedelta(days=60)


def warn(*, at: datetime, post: Post) -> int:
    """Tell the owners of what nobody watched for two years; how many videos that were."""
    found = _idle(at).filter(Q(notice=None) | Q(notice__unwatched_at=None) | Q(notice__unwatched_at__lt=F("last")))
    videos = list(found.select_related("collection", "current"))
    for video in videos:
        with transaction.atomic():
            Notice.objects.update_or_create(video=video, defaults={"unwatched_at": at})
            mails.write(video, mails.UNWATCHED, about=f"{at:%Y-%m-%d}", post=post, ends=at + GRACE)
    return len(videos)


def archive(*, at: datetime, objects: ObjectStore) -> int:
    """Give up what is played of videos whose owners were told two months ago and did nothing; how many there were."""
    due = _idle(at).filter(notice__unwatched_at__lte=at - GRACE, notice__unwatched_at__gte=F("last"))
    videos = list(due)
    for video in videos:
        with transaction.atomic():
            visibility.hide(video, objects=objects)
            Revision.objects.filter(video=video, retired_at=None).exclude(playable_at=None).update(retired_at=at)
            Video.objects.filter(pk=video.pk).update(current=None, archived_at=at, updated_at=at)
    return len(videos)


def keep(*, video: Video, at: datetime) -> None:
    """It stays for two more years, watched or not."""
    Notice.objects.update_or_create(video=video, defaults={"kept_at": at, "unwatched_at": None})


@transaction.atomic
def restore(*, video: Video, at: datetime, queue: Queue, by_id: int | None = None) -> Revision:
    """Make what is played anew from the original."""
    keep(video=video, at=at)
    revision = requests.again(video, at=at, queue=queue, by_id=by_id, reason=Revision.Reason.RESTORED)
    Video.objects.filter(pk=video.pk).update(archived_at=None)
    return revision


def _idle(at: datetime) -> QuerySet[Video]:
    """What can be watched and nobody did for two years, nor asked to keep; ``last`` is when somebody did."""
    watched = Coalesce(Max("viewings__last_at"), F("created_at"))
    last = Greatest(watched, Coalesce(F("notice__kept_at"), F("created_at")), F("current__created_at"))
    ready = Video.objects.filter(status=Video.Status.COMPLETE, deleted_at=None, archived_at=None, current__isnull=False)
    return ready.annotate(last=last).filter(last__lt=at - UNWATCHED)
