"""Video's jobs."""

import os
import socket
import threading
from typing import Any

from learnstead.kernel import clock
from learnstead.ports.jobs import ENCODING_LANE, job
from learnstead.ports.services import services
from learnstead.video.domain.transcoding import pieces, requests, work
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Revision, TranscodePiece

PATIENT = 50


@job(requests.JOB, attempts=PATIENT, lane=ENCODING_LANE, urgent=True)
def transcode(*, revision: str, **_later_arguments: Any) -> None:
    """Look at a revision's original and ask for its pieces; nothing when the revision is gone."""
    found = Revision.objects.filter(pk=revision).select_related("video").first()
    if found:
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
