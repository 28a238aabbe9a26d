"""The bytes of a file on its way in, as objects: each is kept whole as soon as it is here."""

import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from uuid import uuid4

from django.db import OperationalError, connection, transaction

from learnstead.kernel.errors import Transient
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import keys
from learnstead.video.domain.intake.refusals import Gone, Held, WrongPlace
from learnstead.video.models import Incoming, IncomingPart

PART = 32 * 2**20
"""Bytes of one object; what is lost when we are killed in the middle of a long request."""
AT_A_TIME = 128 * 2**10
"""Bytes that are read at a time: the web server gathers as many in one buffer, and large ones cost it more."""
State = Incoming.State
# All of it at once, for it is done with each piece; and with commits that are "off", without waiting for the disk: were
# one lost, the sender would only have to send again.
COUNT = """
    WITH setting AS (
        SELECT set_config('synchronous_commit', coalesce(%s, current_setting('synchronous_commit')), true)
    ), counted AS (
        UPDATE video_incoming SET received = %s, state = %s, changed_at = %s, expires_at = %s FROM setting
        WHERE id = %s AND received = %s AND state = %s RETURNING id
    )
    INSERT INTO video_incomingpart (incoming_id, start, size, key)
    SELECT counted.id, part.* FROM counted, (VALUES {}) AS part
"""


class Body(Protocol):
    """Where bytes come from; fewer than asked for only at the end, or when the sender is gone."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


@dataclass
class Writer:
    """Adds to ``incoming``; ``now`` is the clock. Bytes are recorded when they are kept, never before."""

    incoming: Incoming
    objects: ObjectStore
    queue: Queue
    now: Callable[[], datetime]
    mark: str = field(default_factory=lambda: uuid4().hex[:8])

    def keep(self, body: "Window") -> IncomingPart | None:
        """Put what comes into an object, not recorded yet; None when nothing comes."""
        if not body.has_bytes():
            return None
        key = f"{keys.incoming(self.incoming)}/{body.start:015d}-{self.mark}"
        self.objects.put(key, cast("BinaryIO", body), lasting=False)
        return IncomingPart(incoming=self.incoming, start=body.start, size=body.size, key=key)

    def record(self, *parts: IncomingPart) -> None:
        """Count ``parts``; with the last of all, ask for somebody to look at the file. Held when others were faster.

        Only with the last is it made sure that a power cut takes nothing: until then the sender has it, too, and goes
        on from where we are. What a power cut took is noticed here at the latest, and raises WrongPlace.
        """
        received = parts[-1].start + parts[-1].size
        last = received == self.incoming.length
        if not last:
            self._count(parts, received, State.RECEIVING, commit="off")
            return
        self._settle(parts)
        with transaction.atomic():
            self._count(parts, received, State.ARRIVED)
            _ask_to_keep(self.incoming, self.queue)

    def finish(self) -> None:
        """What is here already is all: somebody has said how long it is."""
        self._settle(())
        with transaction.atomic():
            mine = Incoming.objects.filter(pk=self.incoming.pk, received=self.incoming.received)
            if mine.update(state=State.ARRIVED):
                self.incoming.state = State.ARRIVED
                _ask_to_keep(self.incoming, self.queue)

    def _count(self, parts: Sequence[IncomingPart], received: int, state: State, *, commit: str | None = None) -> None:
        at, incoming = self.now(), self.incoming
        expires_at = at + (incoming.expires_at - incoming.changed_at)
        given = [commit, received, state, at, expires_at, incoming.pk, parts[0].start, State.RECEIVING]
        of_parts: list[Any] = [value for part in parts for value in (part.start, part.size, part.key)]
        rows = ", ".join(["(%s::bigint, %s::bigint, %s)"] * len(parts))
        with connection.cursor() as cursor:
            cursor.execute(COUNT.format(rows), [*given, *of_parts])
            if not cursor.rowcount:
                raise self._why_not()
        incoming.received, incoming.state = received, state
        incoming.changed_at, incoming.expires_at = at, expires_at

    def _why_not(self) -> Gone | Held:
        incoming = self.incoming
        state = Incoming.objects.filter(pk=incoming.pk).values_list("state", flat=True).first()
        if state in {None, State.REFUSED, State.EXPIRED}:
            return Gone(f"{incoming.name} is {state or 'cancelled'}; nothing can be added")
        return Held(f"{incoming.name} is being sent from elsewhere, too")

    def _settle(self, last: Sequence[IncomingPart]) -> None:
        incoming, prefix = self.incoming, keys.incoming(self.incoming)
        self.objects.settle(prefix)
        sizes = {info.key: info.size for info in self.objects.list(f"{prefix}/")}
        recorded = incoming.parts.filter(key__startswith=f"{prefix}/").order_by("start")
        lost = [part.start for part in (*recorded, *last) if sizes.get(part.key) != part.size]
        if lost:
            with transaction.atomic():
                incoming.parts.filter(start__gte=lost[0]).delete()
                Incoming.objects.filter(pk=incoming.pk, state=State.RECEIVING).update(received=lost[0])
            incoming.received = lost[0]
            raise WrongPlace(f"{incoming.name}: what came after {lost[0]:,} bytes was lost in a power cut")

    def discard(self, *parts: IncomingPart) -> None:
        """Remove what was kept and is not wanted."""
        for part in parts:
            self.objects.delete(part.key)


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
    """Add to ``incoming``, where ``start`` says that it goes on; raises Gone or WrongPlace when that cannot be.

    Nobody is kept out for it, so nobody waits for a writer who died or whose sender is gone. Of two who bring the same
    bytes the first is counted, and the other gets Held.
    """
    if incoming.state in {State.REFUSED, State.EXPIRED} or (start is None and incoming.state != State.RECEIVING):
        raise Gone(f"{incoming.name} is {incoming.state}; nothing can be added")
    if start is not None and (start != incoming.received or incoming.state != State.RECEIVING):
        raise WrongPlace(f"{incoming.name} has {incoming.received:,} bytes, and these begin at {start:,}")
    try:
        yield Writer(incoming, objects, queue, now)
    except OperationalError as problem:
        raise Transient(f"the database went away while {incoming.name} came; ask how much of it is here") from problem


@transaction.atomic
def adopt(incoming: Incoming, *, key: str, queue: Queue, at: datetime) -> None:
    """Take an object that has all the bytes of ``incoming`` as its only part."""
    IncomingPart.objects.create(incoming=incoming, start=0, size=incoming.length or 0, key=key)
    arrived = {"received": incoming.length, "state": State.ARRIVED, "changed_at": at}
    Incoming.objects.filter(pk=incoming.pk).update(**arrived)
    _ask_to_keep(incoming, queue)


def _ask_to_keep(incoming: Incoming, queue: Queue) -> None:
    queue.put("video.keep", lock=f"video:{incoming.video_id}", incoming=str(incoming.pk))


def join(incoming: Incoming, *, objects: ObjectStore, into: Path) -> None:
    """Write all parts, in order, to one file."""
    with into.open("wb") as file:
        for part in incoming.parts.order_by("start"):
            with objects.open(part.key) as source:
                shutil.copyfileobj(source, file, 2**20)


def remove(incoming: Incoming, *, objects: ObjectStore) -> None:
    """Remove the bytes, and then what is known of them."""
    prefix = keys.incoming(incoming)
    objects.delete(prefix)
    for key in incoming.parts.exclude(key__startswith=f"{prefix}/").values_list("key", flat=True):
        objects.delete(key)
    incoming.parts.all().delete()
