"""Asking for a film to be transcoded, and what becomes of the request."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Now

from learnstead.kernel.errors import Terminal
from learnstead.ports.jobs import Queue
from learnstead.ports.transcoder import NotPlayable, Probe, Transcoder
from learnstead.video.domain import states, visibility
from learnstead.video.domain.transcoding import pieces, plan
from learnstead.video.domain.transcoding.publishing import end
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Revision, TranscodeJob, TranscodePiece, Video

JOB = "video.transcode"
FFMPEG = "ffmpeg"
Reason = Revision.Reason
Status = Video.Status
State = TranscodeJob.State
SILENT_FOR = timedelta(minutes=2)


class NothingToTranscode(Terminal):
    """The video has no original."""


def again(
    video: Video, *, at: datetime, queue: Queue, by_id: int | None = None, reason: Reason = Reason.RETRANSCODED
) -> Revision:
    """Ask for a video to be transcoded once more, out of the same original; viewers keep what they have until then."""
    with transaction.atomic():
        video = Video.objects.select_for_update(of=("self",)).get(pk=video.pk)
        last = video.revisions.exclude(original="").order_by("-number").first()
        if last is None:
            raise NothingToTranscode(f"“{video}” has no original any more: upload it again")
        states.move(video, Status.RETRANSCODE_SCHEDULED, at=at)
        number = (video.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
        revision = Revision.objects.create(
            video=video, number=number, reason=reason, original=last.original,
            original_name=last.original_name, size=last.size, probe=last.probe, duration=last.duration,
            width=last.width, height=last.height, made_by_id=by_id, created_at=at,
        )  # fmt: skip
        queue.put(JOB, revision=str(revision.pk))
    return revision


def begin(revision: Revision, *, at: datetime) -> TranscodeJob | None:
    """The job of a revision, running; None when it has ended."""
    with transaction.atomic():
        job, new = TranscodeJob.objects.get_or_create(
            revision=revision,
            defaults={"transcoder": FFMPEG, "requested_at": at, "state": State.RUNNING, "started_at": at},
        )
        if job.state in {State.DONE, State.FAILED}:
            return None
        video = Video.objects.select_for_update(of=("self",)).get(pk=revision.video_id)
        if new and video.status == Status.RETRANSCODE_SCHEDULED:
            states.move(video, Status.RETRANSCODING, at=at)
        elif new and video.status != Status.TRANSCODING:
            states.move(video, Status.TRANSCODING, at=at)
    return job


def prepare(revision: Revision, *, transcoder: Transcoder, workshop: Workshop, queue: Queue, at: datetime) -> None:
    """Look at the original and ask for its pieces to be made. Twice does no harm."""
    job = begin(revision, at=at)
    if job is None:
        return
    if not job.pieces.exists():
        try:
            probe = transcoder.probe(workshop.original(revision, _unleased))
        except NotPlayable as problem:
            fail(job, problem, at=at, workshop=workshop)
            return
        with transaction.atomic():
            job = TranscodeJob.objects.select_for_update().get(pk=job.pk)
            if not job.pieces.exists():
                _plan(job, probe)
    _ask_for_all(job, queue=queue)


def _plan(job: TranscodeJob, probe: Probe) -> None:
    revision = job.revision
    revision.probe = plan.as_json(probe)
    revision.duration = probe.duration
    revision.width, revision.height = (probe.picture.width, probe.picture.height) if probe.picture else (0, 0)
    revision.save(update_fields=["probe", "duration", "width", "height"])
    opening = revision.video.current_id is None
    job.pieces.bulk_create(plan.pieces(job, probe, opening=opening))


def _ask_for_all(job: TranscodeJob, *, queue: Queue) -> None:
    waits = [] if pieces.ready(job) else [TranscodePiece.Kind.FINISH]
    for piece in job.pieces.filter(done_at=None).exclude(kind__in=waits):
        pieces.ask(piece, queue=queue)


def fail(job: TranscodeJob, problem: Exception, *, at: datetime, workshop: Workshop) -> None:
    """Give up: the film is at fault, or we are. What plays already goes on playing."""
    blame = Status.FAILED_VIDEO if isinstance(problem, NotPlayable) else Status.FAILED_INTERNAL
    with transaction.atomic():
        if not end(job, State.FAILED, at=at, fault=str(problem)):
            return
        video = Video.objects.select_for_update(of=("self",)).get(pk=job.revision.video_id)
        Revision.objects.filter(pk=job.revision_id).update(retired_at=at)  # so that what was made goes, in time
        if video.current_id == job.revision_id:  # its opening must not look like all of it
            before = video.revisions.filter(complete_at__isnull=False, retired_at=None).order_by("-number").first()
            Video.objects.filter(pk=video.pk).update(current=before)
        if video.status in {Status.RETRANSCODING, Status.RETRANSCODE_SCHEDULED}:
            states.move(video, Status.RETRANSCODE_FAILED, at=at, message=str(problem))
        elif video.status in states.IN_FLIGHT:
            states.move(video, blame, at=at, message=str(problem))
    visibility.follow(video, objects=workshop.objects)
    tidy(job, workshop=workshop)


def tidy(job: TranscodeJob, *, workshop: Workshop) -> None:
    """Forget the pieces of a job that has ended."""
    workshop.clear(job.revision)
    job.pieces.all().delete()


def revive(*, queue: Queue, workshop: Workshop, at: datetime) -> None:
    """Ask again for what nobody works on, in case a request was lost, and tidy up after whoever could not."""
    for job in TranscodeJob.objects.filter(pieces__isnull=False, finished_at__lt=at - SILENT_FOR).distinct():
        tidy(job, workshop=workshop)
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    silent = TranscodeJob.objects.filter(free, state=State.RUNNING, started_at__lt=at - SILENT_FOR)
    for job in silent:
        queue.put(JOB, once=f"{JOB}.{job.revision_id}", revision=str(job.revision_id))


def _unleased(_done: float = 0.0) -> None:
    """Nobody holds a lease on looking at an original."""
