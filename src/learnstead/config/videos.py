"""What the video commands do: across intake and transcoding, with the services of this process."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.video.domain.intake import beginning, capture, receiving
from learnstead.video.domain.transcoding import requests
from learnstead.video.models import Collection, Incoming, Revision, Video

Row = dict[str, Any]
DEFAULT = "videos"


class NotFound(Terminal):
    """There is no video, collection or person of this name."""


def add(file: Path, *, collection: str = "", owner: str = "", title: str = "", replace: str = "") -> Video:
    """Bring one file in, after a look at whether it is a video; raises ports.transcoder.NotPlayable when not."""
    services().transcoder.probe(file)
    given: dict[str, Any] = {
        "name": file.name,
        "way": Incoming.Way.COMMAND,
        "length": file.stat().st_size,
        "at": clock.now(),
        "rules": services().intake.rules,
    }
    if replace:
        incoming = beginning.begin(video=video_of(replace), by=None, **given)
    else:
        into = collection_of(collection) if collection else _default_collection(owner)
        incoming = beginning.begin_video(collection=into, title=title, by=None, **given)
    with file.open("rb") as body:
        receiving.append(
            incoming,
            start=0,
            body=body,
            checksum=None,
            objects=services().objects,
            queue=services().queue,
            now=clock.now,
        )
    return incoming.video


def rows(*, collection: str = "", status: str = "") -> list[Row]:
    """Every video that is not deleted, newest first."""
    found = Video.objects.filter(deleted_at=None).select_related("collection", "current").order_by("-created_at", "-pk")
    if collection:
        found = found.filter(collection=collection_of(collection))
    if status:
        found = found.filter(status__iexact=status)
    return [row(one) for one in found]


def row(video: Video) -> Row:
    """A video in one line."""
    return {
        "key": video.hexkey,
        "title": video.title,
        "collection": video.collection.slug or video.collection.hexkey,
        "status": video.status,
        "message": video.message,
        "duration": video.current.duration if video.current else 0.0,
        "public": video.is_public,
        "created_at": video.created_at.isoformat(),
        "url": f"{services().url}/videos/{video.hexkey}/",
    }


def described(key: str) -> Row:
    """A video with its revisions, and files that are or were on their way in."""
    video = video_of(key)
    revisions = [
        {
            "number": one.number,
            "reason": one.reason,
            "current": one.pk == video.current_id,
            "original_name": one.original_name,
            "size": one.size,
            "duration": one.duration,
            "progress": _progress(one),
            "renditions": list(one.renditions.values("kind", "name", "width", "height", "bandwidth", "size")),
        }
        for one in video.revisions.all()
    ]
    incoming = list(video.incoming.values("way", "state", "name", "length", "received", "address", "fault"))
    return {**row(video), "revisions": revisions, "incoming": incoming}


def retranscode(key: str) -> Row:
    """Ask for a video to be prepared again."""
    video = video_of(key)
    requests.again(video, at=clock.now(), queue=services().queue)
    video.refresh_from_db()
    return row(video)


def look() -> list[Mapping[str, str]]:
    """Look into every tray."""
    intake = services().intake
    if not intake.trays:
        raise Terminal("no tray is watched: set LEARNSTEAD_VIDEO_WATCH and LEARNSTEAD_VIDEO_WATCH_OWNER")
    return [
        {"tray": tray.name, "key": one.key, "outcome": one.outcome, "words": one.words}
        for tray in intake.trays
        for one in capture.look_into(
            tray, objects=services().objects, queue=services().queue, now=clock.now, rules=intake.rules
        )
    ]


def video_of(key: str) -> Video:
    """The video with this key, in hex or with hyphens."""
    found = Video.objects.filter(key=_uuid(key), deleted_at=None).select_related("collection", "current").first()
    if found is None:
        raise NotFound(f"there is no video {key!r}; 'learnstead video list' shows their keys")
    return found


def collection_of(name: str) -> Collection:
    """The collection with this slug or key."""
    found = Collection.objects.filter(slug=name).first() or Collection.objects.filter(key=_uuid(name)).first()
    if found is None:
        raise NotFound(f"there is no collection with the slug or key {name!r}")
    return found


def _default_collection(owner: str) -> Collection:
    at = clock.now()
    if not owner and (found := Collection.objects.filter(slug=DEFAULT).first()):
        return found
    new = {"title": "Videos", "owner": _person(owner), "created_at": at, "updated_at": at}
    return Collection.objects.get_or_create(slug=DEFAULT, defaults=new)[0]


def _person(username: str) -> User:
    people = User.objects.filter(username=username) if username else User.objects.filter(is_superuser=True)[:2]
    found = list(people)
    if len(found) != 1:
        whom = f"no user {username!r}" if username else "not exactly one administrator"
        raise NotFound(f"there is {whom}: name the owner of the collection with --owner")
    return found[0]


def _progress(revision: Revision) -> float:
    job = getattr(revision, "job", None)
    return 1.0 if revision.complete_at else job.progress if job else 0.0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
