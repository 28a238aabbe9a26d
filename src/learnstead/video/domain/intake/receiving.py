"""Bytes come from a browser, as the tus protocol has it: any number of times, each where the last ended."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from learnstead.ports.intake import IntakeRules
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import states
from learnstead.video.domain.intake import beginning, parts
from learnstead.video.domain.intake.refusals import Damaged, Refused, TooMuch
from learnstead.video.models import Incoming, IncomingPart, Video

ALGORITHMS = ("sha1", "sha256", "md5")


@dataclass(frozen=True)
class Checksum:
    """What the bytes of one request must add up to."""

    algorithm: str
    digest: bytes


def append(
    incoming: Incoming,
    *,
    start: int,
    body: parts.Body,
    checksum: Checksum | None,
    objects: ObjectStore,
    queue: Queue,
    now: Callable[[], datetime],
) -> None:
    """Keep what ``body`` brings; ``incoming.received`` says how much that was, also when the sender went away.

    With ``checksum`` it is all or nothing: Damaged when the bytes are others.
    """
    if start == incoming.received == incoming.length:
        return  # the last request, sent again: the first answer was lost
    with parts.writing(incoming, start=start, objects=objects, queue=queue, now=now) as writer:
        _resume(incoming, at=now())
        if checksum:
            _all_or_nothing(writer, body, checksum)
        else:
            while (part := _next(writer, incoming.received, body)) is not None:
                _record(writer, part)


def _all_or_nothing(writer: parts.Writer, body: parts.Body, checksum: Checksum) -> None:
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False)
    kept: list[IncomingPart] = []
    place = writer.incoming.received
    try:
        while (part := _next(writer, place, body, seen=digest.update)) is not None:
            kept.append(part)
            place += part.size
        _must_be(hmac.compare_digest(digest.digest(), checksum.digest), writer.incoming)
        if kept:
            writer.record(*kept)
    except BaseException:
        writer.discard(*kept)
        raise


def _must_be(good: bool, incoming: Incoming) -> None:
    if not good:
        raise Damaged(f"{incoming.name}: the bytes from {incoming.received:,} were damaged on their way")


def _next(
    writer: parts.Writer, start: int, body: parts.Body, *, seen: Callable[[bytes], None] = lambda _: None
) -> IncomingPart | None:
    length = writer.incoming.length
    most = parts.PART if length is None else min(parts.PART, length - start)
    return writer.keep(parts.Window(body, start=start, most=most, seen=seen))


def _record(writer: parts.Writer, part: IncomingPart) -> None:
    try:
        writer.record(part)
    except BaseException:
        writer.discard(part)
        raise


def announce_length(
    incoming: Incoming,
    length: int,
    *,
    rules: IntakeRules,
    objects: ObjectStore,
    queue: Queue,
    now: Callable[[], datetime],
) -> None:
    """Say how long a file is whose length was not known when it began."""
    if incoming.length is not None:
        if incoming.length != length:
            raise Refused(f"{incoming.name} was announced with {incoming.length:,} bytes, and now with {length:,}")
        return
    if length < incoming.received or length == 0:
        raise Refused(f"{incoming.name} has {incoming.received:,} bytes already; {length:,} cannot be all")
    with transaction.atomic():
        beginning.check_room(incoming.video.collection, length=length, rules=rules)
        Incoming.objects.filter(pk=incoming.pk, length=None).update(length=length)
        incoming.length = length
    if length == incoming.received:
        with parts.writing(incoming, start=length, objects=objects, queue=queue, now=now) as writer:
            writer.finish()


def check_size(incoming: Incoming, *, start: int, size: int, rules: IntakeRules) -> None:
    """Do nothing when ``size`` bytes may follow; raise TooMuch when they are more than was announced."""
    most = rules.most_bytes if incoming.length is None else incoming.length
    if start + size > most:
        raise TooMuch(f"{incoming.name} may have {most:,} bytes, and these would make {start + size:,}")
    if incoming.length is None:
        beginning.check_room(incoming.video.collection, length=start + size, rules=rules)


def cancel(incoming: Incoming, *, objects: ObjectStore) -> None:
    """Forget a file, and the video that was to be made of it. What is kept already stays."""
    if incoming.state == Incoming.State.KEPT:
        return
    video = incoming.video
    parts.remove(incoming, objects=objects)
    incoming.delete()
    if not video.revisions.exists() and not video.incoming.exists():
        video.delete()


def _resume(incoming: Incoming, *, at: datetime) -> None:
    """A video that was given up because nothing came goes on when something comes."""
    video = incoming.video
    if video.status == Video.Status.UPLOAD_FAILED:
        states.move(video, Video.Status.CREATED, at=at)
        states.move(video, Video.Status.UPLOADING, at=at)
