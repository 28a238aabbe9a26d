"""What can be watched of a film that is still being made.

A film whose picture is copied can be watched as a whole, in that quality. Any other grows: it can be watched in all
qualities as far as its chunks are done without a gap, from playlists that whoever watches asks for again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from learnstead.ports.objects import ObjectStore
from learnstead.ports.transcoder import Stream
from learnstead.video.domain import keys, thumbnails
from learnstead.video.domain.captions import publishing as captions
from learnstead.video.domain.transcoding import plan
from learnstead.video.domain.transcoding.pieces import SOUND_FOLDER
from learnstead.video.domain.transcoding.playlists import media, write_master
from learnstead.video.domain.transcoding.streams import made_by, whole
from learnstead.video.models import Rendition, Revision, TranscodeJob, TranscodePiece, Video

Kind = TranscodePiece.Kind
INDEX = "index.m3u8"
WHOLE = {Kind.COPY, Kind.QUICK}


def show_more(job: TranscodeJob, *, objects: ObjectStore, at: datetime) -> bool:
    """Let be watched what came to be, where viewers have nothing better. The job's row is held meanwhile."""
    revision = Revision.objects.select_related("video").get(pk=job.revision_id)
    pieces = list(job.pieces.all())
    early = [piece for piece in pieces if piece.kind in plan.EARLY]
    if revision.video.current_id not in {None, revision.pk} or not all(piece.done_at for piece in early):
        return False
    chunks = list(takewhile(lambda piece: piece.done_at, (one for one in pieces if one.kind == Kind.CHUNK)))
    if grows(pieces) and chunks:
        write(revision, early + chunks, objects=objects, growing=True, until=_seconds(chunks, of=pieces))
    elif not grows(pieces) and revision.playable_at is None and any(piece.kind in WHOLE for piece in early):
        write(revision, early, objects=objects, growing=False)
    else:
        return False
    Revision.objects.filter(pk=revision.pk, playable_at=None).update(playable_at=at)
    Video.objects.filter(pk=revision.video_id, current=None).update(current=revision, updated_at=at)
    return True


def grows(pieces: Sequence[TranscodePiece]) -> bool:
    """Whether the film is shown as far as it is done, until it is: none of its pieces is a whole picture."""
    kinds = [piece.kind for piece in pieces]
    return kinds.count(Kind.CHUNK) > 1 and not WHOLE & set(kinds)


def write(
    revision: Revision,
    pieces: Iterable[TranscodePiece],
    *,
    objects: ObjectStore,
    growing: bool,
    until: float | None = None,
) -> list[Rendition]:
    """Write the playlists of what ``pieces`` made, up to ``until`` seconds, and note the renditions."""
    kept = []
    for folder, parts in made_by(pieces).items():
        text = media(parts, grows=growing, until=until)
        objects.put(keys.delivery(revision, f"{folder}/{INDEX}"), text.encode())
        kept.append(_keep_stream(revision, whole(parts)))
    words = captions.publish(revision.video, revision=revision, objects=objects)
    write_master(revision, words=words, objects=objects)
    thumbnails.lay_beside(revision, objects=objects)
    return kept


def keep(revision: Revision, kind: str, name: str, file: str, **measured: Any) -> Rendition:
    """Note one thing that can be played or seen."""
    measured["key"] = keys.delivery(revision, file)
    return Rendition.objects.update_or_create(revision=revision, kind=kind, name=name, defaults=measured)[0]


def _keep_stream(revision: Revision, stream: Stream) -> Rendition:
    kind = Rendition.Kind.AUDIO if stream.folder == SOUND_FOLDER else Rendition.Kind.RUNG
    return keep(
        revision, kind, stream.folder, f"{stream.folder}/{INDEX}", width=stream.width, height=stream.height,
        frame_rate=float(stream.rate), bandwidth=stream.peak, average_bandwidth=stream.average,
        codecs=stream.codecs, size=stream.size,
    )  # fmt: skip


def _seconds(chunks: Sequence[TranscodePiece], *, of: Sequence[TranscodePiece]) -> float | None:
    """How long the chunks last; None when they are all there are."""
    if len(chunks) == sum(piece.kind == Kind.CHUNK for piece in of):
        return None
    return whole(next(iter(made_by(chunks).values()))).duration
