"""A file has arrived: is it a video? Then it becomes a revision, and is transcoded; else nothing of it is kept."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.db import transaction
from django.db.models import Max

from learnstead.kernel.errors import Transient
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.ports.transcoder import NotPlayable, Probe, Transcoder
from learnstead.video.domain import keys, states
from learnstead.video.domain.intake import parts
from learnstead.video.models import Incoming, Revision, Video

Status = Video.Status
ENDING = re.compile(r"[a-z0-9]{1,8}")


def keep(
    incoming: Incoming,
    *,
    objects: ObjectStore,
    transcoder: Transcoder,
    queue: Queue,
    scratch: Path,
    at: datetime,
) -> Revision | None:
    """Make a revision of what arrived, once; None when it was refused, with ``incoming.fault`` to say why.

    A worker that dies in between leaves the parts, and another begins again with them.
    """
    if incoming.state != Incoming.State.ARRIVED:
        return incoming.revision
    with _whole(incoming, objects=objects, scratch=scratch) as film:
        try:
            probe = transcoder.probe(film)
        except NotPlayable as problem:
            refuse(incoming, str(problem), at=at)
            parts.remove(incoming, objects=objects)
            return None
        revision = _revision(incoming, probe, at=at, ending=film.suffix[1:])
        objects.put_tree(revision.original.rpartition("/")[0], film.parent)
    _commit(incoming, revision, queue=queue, at=at)
    parts.remove(incoming, objects=objects)
    return revision


@contextmanager
def _whole(incoming: Incoming, *, objects: ObjectStore, scratch: Path) -> Iterator[Path]:
    """All the bytes in one file, alone in a folder that is ours."""
    folder = scratch / "intake" / incoming.pk.hex
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
        film = folder / f"source.{ending_of(incoming.name)}"
        parts.join(incoming, objects=objects, into=film)
        if film.stat().st_size != incoming.received:
            raise Transient(f"{incoming.name} came with {incoming.received:,} bytes; {film.stat().st_size:,} are left")
        yield film
    except OSError as problem:
        raise Transient(f"could not put {incoming.name} together in {scratch}: {problem.strerror}") from problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _revision(incoming: Incoming, probe: Probe, *, at: datetime, ending: str) -> Revision:
    video = incoming.video
    number = (video.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    revision = Revision(
        video=video,
        number=number,
        reason=Revision.Reason.REPLACED if video.current_id else Revision.Reason.FIRST,
        original_name=incoming.name,
        size=incoming.received,
        duration=probe.duration,
        width=probe.picture.width if probe.picture else 0,
        height=probe.picture.height if probe.picture else 0,
        made_by=incoming.by,
        created_at=at,
    )
    revision.original = keys.original(revision, ending)
    return revision


@transaction.atomic
def _commit(incoming: Incoming, revision: Revision, *, queue: Queue, at: datetime) -> None:
    """The revision is there, and somebody will transcode it, or neither."""
    video = Video.objects.select_for_update(of=("self",)).get(pk=incoming.video_id)
    if video.revisions.filter(number=revision.number).exists():
        raise Transient(f"“{video}” got another revision at the same moment")
    revision.video = video
    revision.save()
    Incoming.objects.filter(pk=incoming.pk).update(state=Incoming.State.KEPT, revision=revision, changed_at=at)
    incoming.state, incoming.revision = Incoming.State.KEPT, revision
    if video.status == Status.UPLOAD_FAILED:  # given up because nobody looked at it for hours
        states.move(video, Status.CREATED, at=at)
    if video.current_id:
        states.move(video, Status.RETRANSCODE_SCHEDULED, at=at)
    queue.put("video.transcode", revision=str(revision.pk))


@transaction.atomic
def refuse(incoming: Incoming, words: str, *, at: datetime) -> None:
    """Say why it cannot be taken. A video that plays already goes on playing what it has."""
    Incoming.objects.filter(pk=incoming.pk).update(state=Incoming.State.REFUSED, fault=words, changed_at=at)
    incoming.state, incoming.fault = Incoming.State.REFUSED, words
    video = incoming.video
    if not video.current_id and video.status in {Status.CREATED, Status.UPLOADING}:
        states.move(video, Status.UPLOAD_FAILED, at=at, message=words)


def ending_of(name: str) -> str:
    """The ending of a file's name, if it could be one."""
    ending = PurePosixPath(name).suffix[1:].lower()
    return ending if ENDING.fullmatch(ending) else "bin"
