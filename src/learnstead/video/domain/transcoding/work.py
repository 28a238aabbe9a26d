"""What a worker does with a piece, whatever happens to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from learnstead.kernel.errors import LearnsteadError, Transient
from learnstead.ports.jobs import Queue
from learnstead.ports.transcoder import Transcoder
from learnstead.video.domain.transcoding import leases, pieces, requests
from learnstead.video.domain.transcoding.publishing import Assembly
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import TranscodePiece

Kind = TranscodePiece.Kind
MOST_FAILURES = 8
LONGEST_WAIT = 300


@dataclass(frozen=True)
class Bench:
    """A worker by name, and what it works with. ``lease`` is how long it may be silent."""

    worker: str
    workshop: Workshop
    transcoder: Transcoder
    queue: Queue
    now: Callable[[], datetime]
    lease: timedelta = leases.LEASE


def do(piece: TranscodePiece, bench: Bench) -> None:
    """Do a piece, or leave it to whoever has it; what fails is tried again, until it has failed often."""
    try:
        done = _finish(piece, bench) if piece.kind in {Kind.OPENING, Kind.FINISH} else _make(piece, bench)
    except leases.LeaseLost:
        return
    except Transient as problem:
        _later(piece, problem, bench)
    except LearnsteadError as problem:
        requests.fail(piece.job, problem, at=bench.now(), workshop=bench.workshop)
    else:
        if not done and (until := leases.free_at(piece)):
            bench.queue.put(pieces.URGENT_JOB, once=f"video.piece.{piece.pk}.later", at=until, piece=piece.pk)


def _make(piece: TranscodePiece, bench: Bench) -> bool:
    return pieces.do(
        piece, worker=bench.worker, workshop=bench.workshop, transcoder=bench.transcoder, queue=bench.queue,
        lease=bench.lease,
    )  # fmt: skip


def _finish(piece: TranscodePiece, bench: Bench) -> bool:
    if not leases.claim(piece, worker=bench.worker, lease=bench.lease):
        return False
    beat = leases.Beat(piece, worker=bench.worker, lease=bench.lease)
    revision = piece.job.revision
    try:
        with bench.workshop.bench(revision) as folder:
            assembly = Assembly(piece, workshop=bench.workshop, transcoder=bench.transcoder, beat=beat, folder=folder)
            if piece.kind == Kind.OPENING:
                assembly.open(at=bench.now())
            else:
                assembly.finish(at=bench.now())
        pieces.done(piece, queue=bench.queue)
    except BaseException:
        leases.release(piece, worker=bench.worker)
        raise
    if piece.kind == Kind.FINISH:
        requests.tidy(piece.job, workshop=bench.workshop)
    return True


def _later(piece: TranscodePiece, problem: Transient, bench: Bench) -> None:
    TranscodePiece.objects.filter(pk=piece.pk).update(failures=F("failures") + 1)
    piece.refresh_from_db(fields=["failures"])
    if piece.failures >= MOST_FAILURES:
        requests.fail(piece.job, problem, at=bench.now(), workshop=bench.workshop)
        return
    type(piece.job).objects.filter(pk=piece.job_id).update(fault=str(problem))
    wait = timedelta(seconds=min(2**piece.failures, LONGEST_WAIT))
    bench.queue.put(pieces.URGENT_JOB, at=bench.now() + wait, piece=piece.pk)
