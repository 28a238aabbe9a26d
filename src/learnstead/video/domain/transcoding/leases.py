"""Who works on which piece: a lease in the database, renewed while work goes on, judged by the database's clock."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db.models import F, Q, Sum
from django.db.models.functions import Now

from learnstead.kernel.errors import LearnsteadError
from learnstead.video.models import TranscodeJob, TranscodePiece

LEASE = timedelta(seconds=30)
BETWEEN_BEATS = 3.0  # seconds
Pulse = Callable[[], None]
"""Called while work goes on."""
RUNNING = TranscodeJob.State.RUNNING


class LeaseLost(LearnsteadError):
    """Another worker has the piece now, or nobody wants it any more: stop."""


def claim(piece: TranscodePiece, *, worker: str, lease: timedelta = LEASE) -> bool:
    """Take a piece that nobody works on; of two that try at once one gets it."""
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    wanted = TranscodePiece.objects.filter(free, pk=piece.pk, done_at=None, job__state=RUNNING)
    return bool(wanted.update(leased_by=worker, leased_until=Now() + lease))


def release(piece: TranscodePiece, *, worker: str) -> None:
    """Give a piece back, for others to take at once."""
    TranscodePiece.objects.filter(pk=piece.pk, leased_by=worker).update(leased_by="", leased_until=None)


def free_at(piece: TranscodePiece) -> datetime | None:
    """When a piece that somebody works on may be taken from them; None when it needs no more work."""
    found = TranscodePiece.objects.filter(pk=piece.pk, done_at=None, job__state=RUNNING).first()
    return found.leased_until if found else None


class Beat:
    """Renews the lease whenever it is told that work goes on, though not more often than every few seconds."""

    def __init__(self, piece: TranscodePiece, *, worker: str, lease: timedelta = LEASE) -> None:
        self._piece, self._worker, self._lease = piece, worker, lease
        self._next = 0.0

    def __call__(self, done: float = 0.0, *, of: float = 0.0) -> None:
        """Note progress; LeaseLost when the piece is no longer ours."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + min(BETWEEN_BEATS, self._lease.total_seconds() / 4)
        share = {"progress": min(max(done / of, 0.0), 1.0)} if of else {}
        held = TranscodePiece.objects.filter(pk=self._piece.pk, leased_by=self._worker, done_at=None)
        if not held.filter(job__state=RUNNING).update(leased_until=Now() + self._lease, **share):
            raise LeaseLost(f"{self._piece.name} is not ours any more")
        note_progress(self._piece.job)
        TranscodeJob.objects.filter(pk=self._piece.job_id).update(
            leased_by=self._worker, leased_until=Now() + self._lease
        )

    def within(self, seconds: float) -> Callable[[float], None]:
        """What a transcoder tells how many of ``seconds`` are done."""
        return lambda done: self(done, of=seconds)


def note_progress(job: TranscodeJob) -> None:
    """Add up the pieces."""
    sums = job.pieces.aggregate(done=Sum(F("progress") * F("seconds")), all=Sum("seconds"))
    if sums["all"]:
        TranscodeJob.objects.filter(pk=job.pk).update(progress=min(sums["done"] / sums["all"], 1.0))


class Watched:
    """A file that renews the lease while it is read."""

    def __init__(self, file: BinaryIO, beat: Pulse) -> None:
        self._file, self._beat = file, beat

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        self._beat()
        return self._file.read(size)

    def __getattr__(self, name: str) -> object:
        """Everything else as the file does it."""
        return getattr(self._file, name)
