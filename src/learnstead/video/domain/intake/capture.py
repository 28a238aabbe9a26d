"""Recorders put files into a tray; each is taken once, when it has stopped growing, and removed when ours is safe."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.db import transaction

from learnstead.kernel.errors import LearnsteadError, Terminal, Transient
from learnstead.kernel.slugs import slug_for
from learnstead.people.models import User
from learnstead.ports.bucket import BucketObject
from learnstead.ports.intake import IntakeRules, Tray
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import keys
from learnstead.video.domain.intake import beginning, parts
from learnstead.video.domain.intake.lecture_names import Lecture, lecture_of
from learnstead.video.models import Captured, Collection, Incoming

SETTLED_AFTER = timedelta(seconds=30)
"""How long a file must have stayed the same between two looks at a folder."""


class NoOwner(Terminal):
    """The films of a tray would belong to nobody."""


@dataclass(frozen=True)
class Look:
    """What became of one file: "taken", "known" (we had it), "waits" (it may still grow) or "failed"."""

    key: str
    outcome: str
    words: str = ""


def look_into(
    tray: Tray, *, objects: ObjectStore, queue: Queue, now: Callable[[], datetime], rules: IntakeRules
) -> Iterator[Look]:
    """Take what is ready. A file that fails does not stop the others, and is tried again at the next look."""
    owner = User.objects.filter(username=tray.owner, is_active=True).first()
    if owner is None:
        raise NoOwner(
            f"{tray.name}: there is no user {tray.owner!r} for its films to belong to; make one, or name another"
        )
    for found in list(tray.bucket.list(tray.prefix)):
        if any(part.startswith(".") for part in PurePosixPath(found.key).parts):
            continue  # what a program keeps for itself while it copies
        captured, _ = Captured.objects.get_or_create(
            tray=tray.name, key=found.key, version=found.version, defaults={"seen_at": now()}
        )
        if not _is_settled(found, captured, tray=tray, at=now()):
            yield Look(found.key, "waits", "it may still grow")
            continue
        try:
            yield _take(tray, found, captured, owner, _Hands(objects, queue, now, rules))
        except LearnsteadError as problem:
            Captured.objects.filter(pk=captured.pk).update(fault=str(problem))
            yield Look(found.key, "failed", str(problem))


@dataclass(frozen=True)
class _Hands:
    objects: ObjectStore
    queue: Queue
    now: Callable[[], datetime]
    rules: IntakeRules


def _is_settled(found: BucketObject, captured: Captured, *, tray: Tray, at: datetime) -> bool:
    """Seen before as it is now, some time ago; in an object store it is always whole."""
    return found.size > 0 and (not tray.grows or at - captured.seen_at >= SETTLED_AFTER)


def _take(tray: Tray, found: BucketObject, captured: Captured, owner: User, hands: _Hands) -> Look:
    if not captured.incoming_id and not captured.sha256:
        outcome = _copy(tray, found, captured, owner, hands)
    else:
        outcome = "known"  # taken before, and then we were killed, or it could not be removed
    tray.bucket.remove(found.key)
    return Look(found.key, outcome)


def _copy(tray: Tray, found: BucketObject, captured: Captured, owner: User, hands: _Hands) -> str:
    """Copy it, make sure that our copy is the same, and only then say that it is ours."""
    key = keys.captured(captured)
    sha256 = _copied(tray, found, key, objects=hands.objects)
    if Captured.objects.filter(sha256=sha256).exists():
        hands.objects.delete(key)
        Captured.objects.filter(pk=captured.pk).update(sha256=sha256, fault="")
        return "known"
    lecture, at, name = lecture_of(PurePosixPath(found.key).name), hands.now(), PurePosixPath(found.key).name
    with transaction.atomic():
        incoming = beginning.begin_video(
            collection=collection_for(lecture, owner=owner, at=at),
            name=name,
            title=lecture.title,
            way=Incoming.Way.CAPTURE,
            by=None,
            length=found.size,
            at=at,
            rules=hands.rules,
            multiangle=True,
        )
        parts.adopt(incoming, key=key, queue=hands.queue, at=at)
        Captured.objects.filter(pk=captured.pk).update(incoming=incoming, sha256=sha256, fault="")
    return "taken"


def _copied(tray: Tray, found: BucketObject, key: str, *, objects: ObjectStore) -> str:
    """Copy the file to ``key`` and read our copy again; the SHA-256 of both."""
    digest = hashlib.sha256()
    with tray.bucket.open(found.key) as source:
        window = parts.Window(source, start=0, most=found.size + 1, seen=digest.update)
        objects.put(key, cast("BinaryIO", window))
    ours = hashlib.sha256()
    with objects.open(key) as copy:
        while data := copy.read(2**20):
            ours.update(data)
    if window.size != found.size or ours.digest() != digest.digest():
        objects.delete(key)
        raise Transient(f"{found.key} changed while it was copied; it is tried again at the next look")
    return ours.hexdigest()


def collection_for(lecture: Lecture, *, owner: User, at: datetime) -> Collection:
    """The collection a lecture belongs to, made when there is none."""
    slug = slug_for(lecture.collection, length=200) or slug_for(lecture.title) or "unsorted"
    collection, _ = Collection.objects.get_or_create(
        slug=slug, defaults={"title": lecture.collection[:200], "owner": owner, "created_at": at, "updated_at": at}
    )
    return collection
