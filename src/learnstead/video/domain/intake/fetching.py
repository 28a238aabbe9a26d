"""A file is fetched from where it lies, piece by piece."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from learnstead.ports.egress import FetchRefused
from learnstead.ports.intake import IntakeRules
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.ports.remote_files import Piece, RemoteFiles
from learnstead.video.domain.intake import beginning, keeping, parts
from learnstead.video.domain.intake.refusals import TooMuch
from learnstead.video.models import Incoming


def fetch(
    incoming: Incoming,
    *,
    files: RemoteFiles,
    objects: ObjectStore,
    queue: Queue,
    now: Callable[[], datetime],
    rules: IntakeRules,
) -> None:
    """Fetch what is not here yet. A job does it, one at a time; what it kept is not fetched again when it dies."""
    if incoming.state != Incoming.State.RECEIVING:
        return
    with parts.writing(incoming, objects=objects, queue=queue, now=now) as writer:
        try:
            while incoming.state == Incoming.State.RECEIVING:
                start, version = incoming.received, incoming.version
                piece = files.piece(incoming.address, start=start, version=version, most_bytes=rules.most_bytes)
                try:
                    _take(writer, piece, rules=rules)
                finally:
                    piece.body.unlink(missing_ok=True)
        except (FetchRefused, TooMuch) as problem:
            keeping.refuse(incoming, str(problem), at=now())
    if incoming.state == Incoming.State.REFUSED:
        parts.remove(incoming, objects=objects)


def _take(writer: parts.Writer, piece: Piece, *, rules: IntakeRules) -> None:
    incoming = writer.incoming
    if piece.start != incoming.received or piece.total != (incoming.length or piece.total):
        _begin_again(writer)
    if incoming.length is None:
        _learn(incoming, piece, rules=rules)
    if piece.start != incoming.received:
        return  # it changed, and this is not its beginning
    with piece.body.open("rb") as body:
        part = writer.keep(parts.Window(body, start=piece.start, most=piece.size, seen=lambda _: None))
    if part is None:
        raise FetchRefused(f"{incoming.address} is empty")
    writer.record(part)


@transaction.atomic
def _begin_again(writer: parts.Writer) -> None:
    """The file is another one than it was: what is here of the old one is worth nothing."""
    incoming = writer.incoming
    writer.discard(*incoming.parts.all())
    incoming.parts.all().delete()
    Incoming.objects.filter(pk=incoming.pk).update(received=0, length=None, version="")
    incoming.received, incoming.length, incoming.version = 0, None, ""


def _learn(incoming: Incoming, piece: Piece, *, rules: IntakeRules) -> None:
    """What the first piece tells of the whole."""
    beginning.check_room(incoming.video.collection, length=piece.total, rules=rules)
    incoming.length, incoming.version = piece.total, piece.version[:255]
    fields = ["length", "version"]
    if piece.name:
        incoming.name = piece.name[-255:]
        fields.append("name")
    incoming.save(update_fields=fields)
