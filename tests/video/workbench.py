"""A film on its way: an original in a store, a worker's bench, and the queue worked off."""

import uuid
from datetime import timedelta
from pathlib import Path

from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.adapters.objects.folder import FolderStore
from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.video.domain import keys
from learnstead.video.domain.transcoding import requests, work
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Collection, Revision, TranscodePiece, Video
from tests.waiting_jobs import waiting


def film(store: FolderStore, source: Path, *, title: str = "Tides") -> Revision:
    """A video whose original has just been kept."""
    now = clock.now()
    owner, _ = User.objects.get_or_create(username="ada", defaults={"email": "ada@example.org"})
    collection, _ = Collection.objects.get_or_create(
        title="Shore", defaults={"owner": owner, "created_at": now, "updated_at": now}
    )
    video = Video.objects.create(collection=collection, title=title, created_at=now, updated_at=now)
    revision = Revision(video=video, number=1, created_at=now, size=source.stat().st_size)
    revision.original = keys.original(revision, source.suffix[1:])
    revision.save()
    with source.open("rb") as file:
        store.put(revision.original, file)
    return revision


def bench(
    store: FolderStore, scratch: Path, *, transcoder=None, lease: timedelta = timedelta(seconds=30)
) -> work.Bench:
    """What a worker works with."""
    return work.Bench(
        worker=uuid.uuid4().hex,
        workshop=Workshop(objects=store, scratch=scratch),
        transcoder=transcoder or FfmpegTranscoder(),
        queue=ProcrastinateQueue(),
        now=clock.now,
        lease=lease,
    )


def prepare(revision: Revision, at: work.Bench) -> None:
    """Do what the job ``video.transcode`` does."""
    requests.prepare(revision, transcoder=at.transcoder, workshop=at.workshop, queue=at.queue, at=clock.now())


def work_off(revision: Revision, at: work.Bench, *, until: str = "") -> list[str]:
    """Do the pieces that were asked for, early ones first, as workers would; the names of those that were done."""
    done: list[str] = []
    while asked := [arguments["piece"] for name, arguments in waiting() if name.startswith("video.encode")]:
        open_pieces = TranscodePiece.objects.filter(pk__in=asked, done_at=None, job__revision=revision)
        piece = open_pieces.order_by("pk").first()
        if piece is None or (until and until in done):
            break
        work.do(piece, at)
        done.append(piece.name)
    return done


def transcode(revision: Revision, at: work.Bench) -> Revision:
    """All of it."""
    prepare(revision, at)
    work_off(revision, at)
    return Revision.objects.select_related("video", "job").get(pk=revision.pk)
