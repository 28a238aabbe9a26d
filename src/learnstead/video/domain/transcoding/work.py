"""What a worker does with a piece, whatever happens to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from learnstead.kernel.errors import LearnsteadError, Transient
from learnstead.ports.jobs import Queue
from learnstead.ports.transcoder import Transcoder
from learnstead.video.domain import visibility
from learnstead.video.domain.transcoding import leases, pieces, publishing, requests, showing
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
        done = _finish(piece, bench) if piece.kind == Kind.FINISH else _make(piece, bench)
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
    with _leased(piece, bench) as beat:
        if beat is None:
            return False
        maker = pieces.Maker(piece, workshop=bench.workshop, transcoder=bench.transcoder, beat=beat)
        made = maker.make()
        with transaction.atomic():
            job = pieces.note_done(piece, made, queue=bench.queue)
            more = job and showing.show_more(job, objects=bench.workshop.objects, at=bench.now())
        if more:
            visibility.follow(piece.job.revision.video, objects=bench.workshop.objects)
    return True


def _finish(piece: TranscodePiece, bench: Bench) -> bool:
    with _leased(piece, bench) as beat:
        if beat is None:
            return False
        with bench.workshop.bench(piece.job.revision) as folder:
            publishing.Assembly(
                piece, workshop=bench.workshop, transcoder=bench.transcoder, beat=beat, folder=folder
            ).finish(at=bench.now())
        pieces.note_done(piece, [], queue=bench.queue)
    requests.tidy(piece.job, workshop=bench.workshop)
    return True


@contextmanager
def _leased(piece: TranscodePiece, bench: Bench) -> Iterator[leases.Beat | None]:
    """Hold the lease of a piece, and give it back when the work fails; None when somebody else has it."""
    if not leases.claim(piece, worker=bench.worker, lease=bench.lease):
        yield None
        return
    try:
        yield leases.Beat(piece, worker=bench.worker, lease=bench.lease)
    except BaseException:
        leases.release(piece, worker=bench.worker)
        raise


def _later(piece: TranscodePiece, problem: Transient, bench: Bench) -> None:
    TranscodePiece.objects.filter(pk=piece.pk).update(failures=F("failures") + 1)
    piece.refresh_from_db(fields=["failures"])
    if piece.failures >= MOST_FAILURES:
        requests.fail(piece.job, problem, at=bench.now(), workshop=bench.workshop)
        return
    type(piece.job).objects.filter(pk=piece.job_id).update(fault=str(problem))
    wait = timedelta(seconds=min(2**piece.failures, LONGEST_WAIT))
    bench.queue.put(pieces.URGENT_JOB, at=bench.now() + wait, piece=piece.pk)
