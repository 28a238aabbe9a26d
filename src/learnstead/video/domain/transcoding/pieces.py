"""Doing one piece: claim it, make its files, put them where everybody finds them, and see what can be done next."""

from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models.functions import Now

from learnstead.ports.jobs import Queue
from learnstead.ports.transcoder import Chunk, Ladder, Probe, Transcoder
from learnstead.video.domain.transcoding import plan
from learnstead.video.domain.transcoding.ladder import copied_part, encoded_part, ladder_of, quick_look
from learnstead.video.domain.transcoding.leases import LEASE, Beat, claim, note_progress, release
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import TranscodeJob, TranscodePiece

Kind = TranscodePiece.Kind
JOB, URGENT_JOB = "video.encode", "video.encode_early"
SOUND_FILE = "audio.mp4"
STILLS_FILES = ("poster.jpg", "sprite.jpg", "sprite.vtt")


def do(
    piece: TranscodePiece,
    *,
    worker: str,
    workshop: Workshop,
    transcoder: Transcoder,
    queue: Queue,
    lease: timedelta = LEASE,
) -> bool:
    """Make the files of a piece. False when somebody else has it, or it is done."""
    if not claim(piece, worker=worker, lease=lease):
        return False
    beat = Beat(piece, worker=worker, lease=lease)
    try:
        revision = piece.job.revision
        if not workshop.has(revision, piece.name, files_of(piece)):
            source = workshop.original(revision, beat)
            with workshop.bench(revision) as folder:
                _make(piece, source, transcoder, folder, beat)
                for file in sorted(folder.iterdir()):
                    workshop.store(workshop.piece_key(revision, piece.name, file.name), file, beat)
        done(piece, queue=queue)
    except BaseException:
        release(piece, worker=worker)
        raise
    return True


@transaction.atomic
def done(piece: TranscodePiece, *, queue: Queue) -> None:
    """Note that a piece is done, and ask for what waited for it."""
    job = TranscodeJob.objects.select_for_update().get(pk=piece.job_id)  # so that the last of two is really the last
    left = job.pieces.filter(pk=piece.pk, done_at=None)
    if left.update(done_at=Now(), progress=1.0, leased_by="", leased_until=None):
        note_progress(job)
        for waiting in ready(job):
            ask(waiting, queue=queue)


def ready(job: TranscodeJob) -> list[TranscodePiece]:
    """The opening and the finish, once all that they are made of is there."""
    undone = list(job.pieces.filter(done_at=None))
    found = [
        piece for piece in undone if piece.kind == Kind.OPENING and not any(one.kind in plan.EARLY for one in undone)
    ]
    if all(piece.kind == Kind.FINISH for piece in undone):
        found += undone
    return found


def ask(piece: TranscodePiece, *, queue: Queue) -> None:
    """Ask for a piece to be done by whoever has time."""
    early = piece.kind in {*plan.EARLY, *plan.TOGETHER}
    queue.put(URGENT_JOB if early else JOB, once=f"video.piece.{piece.pk}", piece=piece.pk)


def files_of(piece: TranscodePiece) -> list[str]:
    """What a piece leaves in the store."""
    if piece.kind == Kind.SOUND:
        return [SOUND_FILE]
    if piece.kind == Kind.STILLS:
        return list(STILLS_FILES)
    ladder = ladder_for(piece, plan.from_json(piece.job.revision.probe))
    return [f"{rung.name}.mp4" for rung in ladder.rungs]


def ladder_for(piece: TranscodePiece, probe: Probe) -> Ladder:
    """The qualities that a piece of picture holds."""
    whole = ladder_of(probe)
    part = {Kind.COPY: copied_part, Kind.CHUNK: encoded_part}.get(Kind(piece.kind))
    found = quick_look(probe) if piece.kind == Kind.QUICK else part(whole) if part and whole else None
    if found is None:
        raise ValueError(f"{piece} has no picture")
    return found


def _make(piece: TranscodePiece, source: Path, transcoder: Transcoder, folder: Path, beat: Beat) -> None:
    probe = plan.from_json(piece.job.revision.probe)
    if piece.kind == Kind.SOUND:
        transcoder.encode_sound(source, probe, into=folder, progress=beat.within(probe.duration))
    elif piece.kind == Kind.STILLS:
        transcoder.make_stills(source, probe, into=folder, progress=beat)
    else:
        ladder, chunk = ladder_for(piece, probe), Chunk(piece.first, piece.end)
        seconds = float((chunk.end - chunk.first) / ladder.rate) if chunk.end is not None else probe.duration
        progress = beat.within(seconds)
        transcoder.encode(source, probe, ladder, chunk, into=folder, progress=progress)
