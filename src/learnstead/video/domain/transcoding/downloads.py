"""The file to keep of a film that was made without one: a recorder's, which somebody made public since.

It is joined from the segments that are played, without encoding anything again.
"""

import shutil
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from learnstead.ports.jobs import Queue
from learnstead.ports.transcoder import Transcoder
from learnstead.video.domain import keys
from learnstead.video.domain.transcoding import showing
from learnstead.video.domain.transcoding.ladder import DOWNLOAD_SIDE
from learnstead.video.domain.transcoding.pieces import INIT
from learnstead.video.domain.transcoding.publishing import DOWNLOAD
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Rendition, Revision, Video

JOB = "video.make_download"
Kind = Rendition.Kind


def missing() -> QuerySet[Revision]:
    """What is public and played, was encoded here, and has no such file."""
    public = Video.objects.filter(is_public=True, deleted_at=None, status=Video.Status.COMPLETE)
    played = Revision.objects.filter(pk__in=public.values("current"), complete_at__isnull=False, removed_at=None)
    return played.filter(job__remote_id="").exclude(renditions__kind=Kind.DOWNLOAD).select_related("video")


def ask(*, queue: Queue) -> int:
    """Ask for all that are missing; how many."""
    wanted = list(missing())
    for revision in wanted:
        queue.put(JOB, once=f"{JOB}.{revision.pk}", revision=str(revision.pk))
    return len(wanted)


def make(revision: Revision, *, workshop: Workshop, transcoder: Transcoder) -> None:
    """Make the file and offer it, unless it is not wanted any more."""
    rungs = revision.renditions.filter(kind=Kind.RUNG).order_by("-height")
    rung = next((one for one in rungs if min(one.width, one.height) <= DOWNLOAD_SIDE), rungs.last())
    sound = revision.renditions.filter(kind=Kind.AUDIO).first()
    with workshop.bench(revision) as folder:
        picture = [_joined(rung, folder, workshop)] if rung else []
        made = folder / DOWNLOAD
        heard = _joined(sound, folder, workshop) if sound else None
        transcoder.make_download(picture, heard, into=made, progress=lambda _seconds: None)
        _offer(revision, rung, made, workshop)


@transaction.atomic
def _offer(revision: Revision, rung: Rendition | None, made: Path, workshop: Workshop) -> None:
    """Put it where it is fetched, while nobody can clear that place away."""
    if Revision.objects.select_for_update().filter(pk=revision.pk, removed_at=None).exists():
        workshop.store(keys.delivery(revision, DOWNLOAD), made, lambda: None)
        width, height = (rung.width, rung.height) if rung else (0, 0)
        size = made.stat().st_size
        showing.keep(revision, Kind.DOWNLOAD, "mp4", DOWNLOAD, width=width, height=height, size=size)


def _joined(rendition: Rendition, folder: Path, workshop: Workshop) -> Path:
    """Its segments behind each other, which is a film in fragments."""
    place = rendition.key.rpartition("/")[0]
    playlist = workshop.objects.get(rendition.key).decode()
    whole = folder / f"{rendition.name}.mp4"
    with whole.open("wb") as file:
        for name in (INIT, *(line for line in playlist.splitlines() if line and not line.startswith("#"))):
            with workshop.objects.open(f"{place}/{name}") as part:
                shutil.copyfileobj(part, file)
    return whole
