"""Mails to those who run a collection: a video is ready, failed, or is not watched; an original is to be removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Q
from django.template.loader import render_to_string

from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.video.models import Collection, Video

MAIL_JOB = "video.mail"
Status = Video.Status
READY, NO_VIDEO, FAILED, UNWATCHED, ORIGINAL = "ready", "no_video", "failed", "unwatched", "original"
KINDS: Mapping[str, str] = {
    Status.COMPLETE: READY,
    Status.FAILED_VIDEO: NO_VIDEO,
    Status.UPLOAD_FAILED: FAILED,
    Status.FAILED_INTERNAL: FAILED,
    Status.RETRANSCODE_FAILED: FAILED,
    Status.ERROR: FAILED,
}
SUBJECTS: Mapping[str, str] = {
    READY: "“{title}” is ready to be watched",
    NO_VIDEO: "“{title}” could not be read as a video",
    FAILED: "“{title}” needs a look",
    UNWATCHED: "Nobody watches “{title}” any more",
    ORIGINAL: "The original of “{title}” is to be removed",
}


@dataclass(frozen=True)
class Post:
    """Where mails are asked for, and our public address."""

    queue: Queue
    url: str


def write(video: Video, kind: str, *, about: str, post: Post, ends: datetime | None = None, file: str = "") -> int:
    """Ask for a mail of this kind to everybody it concerns; how many.

    ``about`` tells mails of one kind about one video apart; the same mail, asked for twice, has the same name.
    """
    subject = " ".join(SUBJECTS[kind].format(title=video.title).split())
    context = {"video": video, "kind": kind, "page": f"{post.url}/videos/{video.hexkey}/", "ends": ends, "file": file}
    text, html = (render_to_string(f"video/mail.{ending}", context) for ending in ("txt", "html"))
    host = urlsplit(post.url).hostname
    people = recipients(video.collection)
    for person in people:
        name = f"<video.{video.hexkey}.{kind}.{about}.{person.pk}@{host}>"
        post.queue.put(MAIL_JOB, to=person.email, subject=subject, text=text, html=html, message_id=name)
    return len(people)


def recipients(collection: Collection) -> Sequence[User]:
    """The owner, and the members of the admin groups where the collection says so; those with an address."""
    whom = Q(pk=collection.owner_id)
    if collection.mail_admins:
        whom |= Q(group_memberships__group__in=collection.admin_groups.all())
    return list(User.objects.filter(whom, is_active=True).exclude(email="").distinct().order_by("pk"))
