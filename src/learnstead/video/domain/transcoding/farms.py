"""Films that a farm elsewhere transcodes: handing them over, and taking over what it made of them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.ports.jobs import Queue
from learnstead.ports.transcoder import Farm, FarmReport, FarmState, NotPlayable
from learnstead.video.domain import keys, thumbnails
from learnstead.video.domain.transcoding import plan, publishing, requests
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Rendition, Revision, TranscodeJob

LOOK_JOB = "video.look_at_farm"
FARM = "farm"
State = TranscodeJob.State
# Names of what is not a stream, as any farm is asked to call them.
SINGLE = {"poster.jpg": Rendition.Kind.POSTER, "download.mp4": Rendition.Kind.DOWNLOAD}
LONGEST_NAME = 30
log = logging.getLogger(__name__)


class FarmFailed(Terminal):
    """The farm did not make it, and the film is not at fault."""


@dataclass(frozen=True)
class Yard:
    """The farm, and where its work is put."""

    farm: Farm
    workshop: Workshop


def begin(revision: Revision, *, yard: Yard, at: datetime) -> TranscodeJob | None:
    """Hand a film over, once; None when its job has ended."""
    job = requests.begin(revision, at=at)
    if job is None or job.remote_id:
        return job
    try:
        job.remote_id = yard.farm.begin(
            source=revision.original,
            destination=keys.delivery(revision),
            reference=revision.pk.hex,
            portrait=revision.height > revision.width,
            download=plan.has_download(revision),
        )
    except Terminal as problem:
        requests.fail(job, problem, at=at, workshop=yard.workshop)
        return None
    job.transcoder = FARM
    job.save(update_fields=["transcoder", "remote_id"])
    return job


def under_way() -> QuerySet[TranscodeJob]:
    """Those that a farm has and that have not ended here."""
    return TranscodeJob.objects.exclude(remote_id="").filter(state__in=[State.WAITING, State.RUNNING])


def told(remote_id: str, *, queue: Queue) -> bool:
    """Somebody says that a job changed; whether we know it. What is true of it is asked, not believed."""
    known = TranscodeJob.objects.exclude(remote_id="").filter(remote_id=remote_id).exists()
    if known:
        request_look(remote_id, queue=queue)
    else:
        log.warning("the farm speaks of the job %s, which is not ours", remote_id)
    return known


def request_look(remote_id: str, *, queue: Queue) -> None:
    """Ask for a look at one job."""
    queue.put(LOOK_JOB, lock=f"farm:{remote_id}", once=f"farm:{remote_id}", remote_id=remote_id)


def look(remote_id: str, *, yard: Yard, at: datetime) -> None:
    """Bring a job to where the farm has it: on, never back. What has ended is not looked at any more."""
    job = under_way().filter(remote_id=remote_id).select_related("revision__video").first()
    if job is None:
        return
    report = yard.farm.report(remote_id)
    if report.state is FarmState.COMPLETE:
        thumbnails.lay_beside(job.revision, objects=yard.workshop.objects)
        _take_over(job, report, at=at)
    elif report.state is FarmState.UNFIT:
        requests.fail(job, NotPlayable(report.message), at=at, workshop=yard.workshop)
    elif report.state is FarmState.FAILED:
        requests.fail(job, FarmFailed(report.message), at=at, workshop=yard.workshop)
    else:
        share = report.percent / 100
        TranscodeJob.objects.filter(pk=job.pk, progress__lt=share).update(progress=share)


@transaction.atomic
def _take_over(job: TranscodeJob, report: FarmReport, *, at: datetime) -> None:
    revision = job.revision
    revision.duration = report.duration
    revision.save(update_fields=["duration"])
    revision.renditions.all().delete()
    Rendition.objects.bulk_create(_renditions(revision, report.files))
    publishing.complete(job, at=at)


def _renditions(revision: Revision, files: Sequence[str]) -> list[Rendition]:
    """Playlists are rungs; of which size, says the farm's own master playlist, which is what players read."""
    folder = f"{keys.delivery(revision)}/"
    names = [key.removeprefix(folder) for key in files]
    rungs = [name for name in names if name.endswith(".m3u8") and "/" not in name and name != keys.MASTER]
    kinds = dict.fromkeys(rungs, Rendition.Kind.RUNG) | {one: kind for one, kind in SINGLE.items() if one in names}
    return [
        Rendition(revision=revision, kind=kind, name=name[-LONGEST_NAME:], key=folder + name)
        for name, kind in kinds.items()
    ]
