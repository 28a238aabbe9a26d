"""Tells people by mail and programs by webhook what became of videos: each change once, whoever made it.

Nothing has to remember to tell. Every change of a video moves its ``updated_at``, also those in bulk; a job looks for
videos that changed after their notice, and asks for mails and messages in the transaction that brings the notice up.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from learnstead.ports.delivery import DeliverySigner
from learnstead.video.domain import mails, public_list
from learnstead.video.domain.files import RELATED
from learnstead.video.domain.mails import Post
from learnstead.video.models import CaptionRevision, Notice, Video

ANNOUNCE_JOB = "video.announce"
AT_ONCE = 200
Status = Video.Status
# What happens in between is nothing that anybody waits for.
PREPARED_AGAIN = frozenset({Status.RETRANSCODE_SCHEDULED, Status.RETRANSCODING})


def tell(*, signer: DeliverySigner, post: Post) -> int:
    """Tell what changed of up to two hundred videos; how many there were."""
    changed = list(_changed()[:AT_ONCE])
    for video, changed_at in changed:
        _tell(video, changed_at, signer=signer, post=post)
    return len(changed)


def item_of(video: Video, *, signer: DeliverySigner, site: str) -> Mapping[str, Any] | None:
    """What the catalogue may know of a video; None while that is nothing."""
    offered = video.is_public and video.deleted_at is None and video.collection.include_in_learn
    return public_list.item(video, signer=signer, site=site) if offered and video.status == Status.COMPLETE else None


def _changed() -> QuerySet[Video, tuple[int, datetime]]:
    captions = CaptionRevision.objects.filter(caption__video=OuterRef("pk")).values("caption__video")
    latest = Subquery(captions.annotate(at=Max("created_at")).values("at"), output_field=DateTimeField())
    videos = Video.objects.annotate(changed_at=Greatest("updated_at", latest))
    stale = videos.filter(Q(notice=None) | Q(notice__seen_at=None) | Q(notice__seen_at__lt=F("changed_at")))
    return stale.order_by("changed_at").values_list("pk", "changed_at")


@transaction.atomic
def _tell(pk: int, changed_at: datetime, *, signer: DeliverySigner, post: Post) -> None:
    notice, _ = Notice.objects.get_or_create(video_id=pk)
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    videos = Video.objects.select_related("collection", "current").prefetch_related(*RELATED)
    video = videos.get(pk=pk)
    if notice.seen_at and notice.seen_at >= changed_at:
        return
    if video.deleted_at is None and video.status != notice.status:
        _mail(video, notice, post)
        notice.status = video.status
    item = item_of(video, signer=signer, site=post.url)
    digest = hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest() if item else ""
    if digest != notice.digest:
        event = item or {"video_id": video.hexkey, "delete": True}
        name = f"video.{video.hexkey}.{digest or 'gone'}.{changed_at.timestamp()}"
        post.queue.put(ANNOUNCE_JOB, message_id=name, event=dict(event))
        notice.digest = digest
    notice.seen_at = changed_at
    notice.save()


def _mail(video: Video, notice: Notice, post: Post) -> None:
    kind = mails.KINDS.get(video.status)
    again = kind == mails.READY and notice.status in PREPARED_AGAIN
    if kind and not again:
        number = video.current.number if video.current else 0
        mails.write(video, kind, about=f"{number}.{int(video.updated_at.timestamp())}", post=post)
