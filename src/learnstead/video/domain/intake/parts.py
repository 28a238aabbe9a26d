"""The bytes of a file on its way in, as objects: each is kept whole as soon as it is here."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import keys
from learnstead.video.domain.intake.refusals import Gone, Held, WrongPlace
from learnstead.video.models import Incoming, IncomingPart

PART = 32 * 2**20
"""Bytes of one object; what is lost when we are killed in the middle of a long request."""
AT_A_TIME = 128 * 2**10
"""Bytes that are read at a time: the web server gathers as many in one buffer, and large ones cost it more."""
HELD_FOR = timedelta(seconds=15)
State = Incoming.State


class Body(Protocol):
    """Where bytes come from; fewer than asked for only at the end, or when the sender is gone."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


@dataclass
class Writer:
    """The right to add to ``incoming``; ``now`` is the clock. Bytes are recorded when they are kept, never before."""

    incoming: Incoming
    holder: str
    objects: ObjectStore
    queue: Queue
    now: Callable[[], datetime]

    def keep(self, body: "Window") -> IncomingPart | None:
        """Put what comes into an object, not recorded yet; None when nothing comes."""
        if not body.has_bytes():
            return None
        key = f"{keys.incoming(self.incoming)}/{body.start:015d}-{self.holder[:8]}"
        self.objects.put(key, cast("BinaryIO", body))
        return IncomingPart(incoming=self.incoming, start=body.start, size=body.size, key=key)

    @transaction.atomic
    def record(self, *parts: IncomingPart) -> None:
        """Count ``parts``; with the last of all, ask for somebody to look at the file. Held when others took over."""
        at, incoming = self.now(), self.incoming
        received = parts[-1].start + parts[-1].size
        state = State.ARRIVED if received == incoming.length else State.RECEIVING
        mine = Incoming.objects.filter(pk=incoming.pk, holder=self.holder, received=parts[0].start)
        lasts = incoming.expires_at - incoming.changed_at
        changed = {"changed_at": at, "expires_at": at + lasts, "held_until": at + HELD_FOR}
        if not mine.update(received=received, state=state, **changed):
            raise Held(f"{incoming.name} is being sent from elsewhere, too")
        IncomingPart.objects.bulk_create(parts)
        incoming.received, incoming.state = received, state
        incoming.changed_at, incoming.expires_at = at, at + lasts
        if state == State.ARRIVED:
            self.queue.put("video.keep", lock=f"video:{incoming.video_id}", incoming=str(incoming.pk))

    def discard(self, *parts: IncomingPart) -> None:
        """Remove what was kept and is not wanted."""
        for part in parts:
            self.objects.delete(part.key)

    def beat(self) -> None:
        """Say that we are still at it."""
        until = self.now() + HELD_FOR
        Incoming.objects.filter(pk=self.incoming.pk, holder=self.holder).update(held_until=until)


class Window(io.RawIOBase):
    """At most ``most`` bytes of ``body``, as a file; ``seen`` is shown each piece of them."""

    def __init__(self, body: Body, *, start: int, most: int, seen: Callable[[bytes], None]) -> None:
        super().__init__()
        self.start, self.size, self._most = start, 0, most
        self._body, self._seen, self._first = body, seen, b""

    def has_bytes(self) -> bool:
        """Wait for the first byte."""
        self._first = self._first or self._take(AT_A_TIME)
        return bool(self._first)

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self._first:
            first, self._first = self._first, b""
            return first
        return self._take(size if size >= 0 else self._most)

    def _take(self, size: int) -> bytes:
        """A sender who goes away in the middle has ended."""
        wanted = min(size, AT_A_TIME, self._most - self.size)
        data = self._body.read(wanted) if wanted > 0 else b""
        self.size += len(data)
        if data:
            self._seen(data)
        return data


@contextmanager
def writing(
    incoming: Incoming,
    *,
    objects: ObjectStore,
    queue: Queue,
    now: Callable[[], datetime],
    start: int | None = None,
) -> Iterator[Writer]:
    """Hold ``incoming`` for as long as this lasts; raises Held, Gone or WrongPlace.

    With ``start`` somebody else may hold it, and the bytes must belong there; without, it is taken over: the caller
    knows that whoever held it is dead.
    """
    holder, at = uuid4().hex, now()
    free = Q(holder="") | Q(held_until__lt=at)
    fits = Q() if start is None else free & Q(received=start)
    wanted = Incoming.objects.filter(fits, pk=incoming.pk, state=State.RECEIVING)
    if not _lightly(wanted, holder=holder, held_until=at + HELD_FOR):
        incoming.refresh_from_db()
        raise _why_not(incoming, at=at, start=start)
    incoming.refresh_from_db()
    try:
        yield Writer(incoming, holder, objects, queue, now)
    finally:
        _lightly(Incoming.objects.filter(pk=incoming.pk, holder=holder), holder="")


@transaction.atomic
def _lightly(rows: QuerySet[Incoming], **changes: object) -> int:
    """Change who holds it without waiting for the disk: were that lost, only somebody would have to ask again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
    return rows.update(**changes)


def _why_not(incoming: Incoming, *, at: datetime, start: int | None) -> Gone | Held | WrongPlace:
    if start is None or incoming.state in {State.REFUSED, State.EXPIRED}:
        return Gone(f"{incoming.name} is {incoming.state}; nothing can be added")
    if incoming.holder and incoming.held_until and incoming.held_until >= at:
        return Held(f"{incoming.name} is being sent from elsewhere at this moment")
    return WrongPlace(f"{incoming.name} has {incoming.received:,} bytes, and these begin at {start:,}")


@transaction.atomic
def adopt(incoming: Incoming, *, key: str, queue: Queue, at: datetime) -> None:
    """Take an object that has all the bytes of ``incoming`` as its only part."""
    IncomingPart.objects.create(incoming=incoming, start=0, size=incoming.length or 0, key=key)
    arrived = {"received": incoming.length, "state": State.ARRIVED, "changed_at": at}
    Incoming.objects.filter(pk=incoming.pk).update(**arrived)
    queue.put("video.keep", lock=f"video:{incoming.video_id}", incoming=str(incoming.pk))


def join(incoming: Incoming, *, objects: ObjectStore, into: Path) -> None:
    """Write all parts, in order, to one file."""
    with into.open("wb") as file:
        for part in incoming.parts.order_by("start"):
            with objects.open(part.key) as source:
                shutil.copyfileobj(source, file, 2**20)


def remove(incoming: Incoming, *, objects: ObjectStore) -> None:
    """Remove the bytes, and then what is known of them."""
    for key in incoming.parts.values_list("key", flat=True):
        objects.delete(key)
    objects.delete(keys.incoming(incoming))
    incoming.parts.all().delete()
