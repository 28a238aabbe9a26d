"""Films being made ready: here, or by a farm elsewhere."""

import os
import socket
import threading
from typing import Any

from learnstead.kernel import clock
from learnstead.ports.jobs import ENCODING_LANE, job
from learnstead.ports.services import services
from learnstead.video.domain.transcoding import downloads, farms, pieces, requests, work
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Revision, TranscodePiece

PATIENT = 50


@job(requests.JOB, attempts=PATIENT, lane=ENCODING_LANE, urgent=True)
def transcode(*, revision: str, **_later_arguments: Any) -> None:
    """Look at a revision's original and ask for its pieces; nothing when the revision is gone."""
    found = Revision.objects.filter(pk=revision).select_related("video").first()
    yard = _yard()
    if found and yard and not TranscodePiece.objects.filter(job__revision=found).exists():
        farms.begin(found, yard=yard, at=clock.now())
    elif found:
        requests.prepare(
            found, transcoder=services().transcoder, workshop=_workshop(), queue=services().queue, at=clock.now()
        )


@job(pieces.JOB, attempts=PATIENT, lane=ENCODING_LANE)
def encode(*, piece: int, **_later_arguments: Any) -> None:
    """Make a piece of a film; nothing when it is done, or nobody wants it any more."""
    _do(piece)


@job(pieces.URGENT_JOB, attempts=PATIENT, lane=ENCODING_LANE, urgent=True)
def encode_early(*, piece: int, **_later_arguments: Any) -> None:
    """Make a piece that somebody waits for."""
    _do(piece)


@job("video.revive", cron="*/5 * * * *")
def revive() -> None:
    """Ask again for work that nobody is at."""
    requests.revive(queue=services().queue, workshop=_workshop(), at=clock.now())


@job("video.ask_for_downloads", cron="*/10 * * * *")
def ask_for_downloads() -> None:
    """Ask for the file to keep of what became public and has none."""
    downloads.ask(queue=services().queue)


@job(downloads.JOB, lane=ENCODING_LANE)
def make_download(*, revision: str, **_later_arguments: Any) -> None:
    """Make that file; nothing when it is there, or not wanted any more."""
    if found := downloads.missing().filter(pk=revision).first():
        downloads.make(found, workshop=_workshop(), transcoder=services().transcoder)


@job(farms.LOOK_JOB)
def look_at_farm(*, remote_id: str, **_newer: Any) -> None:
    """See how far a film is that is transcoded elsewhere."""
    if yard := _yard():
        farms.look(remote_id, yard=yard, at=clock.now())


@job("video.look_after_farm", cron="*/5 * * * *")
def look_after_farm(**_newer: Any) -> None:
    """Look at all of them: an event may have been lost."""
    for under_way in farms.under_way():
        farms.request_look(under_way.remote_id, queue=services().queue)


def _do(piece: int) -> None:
    found = TranscodePiece.objects.filter(pk=piece).select_related("job__revision__video").first()
    if found:
        bench = work.Bench(
            worker=f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}",
            workshop=_workshop(), transcoder=services().transcoder, queue=services().queue, now=clock.now,
        )  # fmt: skip
        work.do(found, bench)


def _workshop() -> Workshop:
    return Workshop(objects=services().objects, scratch=services().scratch)


def _yard() -> farms.Yard | None:
    """Where films are transcoded elsewhere, if that is set up."""
    farm = services().farm
    return farms.Yard(farm=farm, workshop=_workshop()) if farm else None
