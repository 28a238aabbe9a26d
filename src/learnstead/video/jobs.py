"""Video's jobs."""

import logging
import os
import socket
import threading
from typing import Any

from learnstead.kernel import clock
from learnstead.ports.jobs import ENCODING_LANE, job
from learnstead.ports.services import services
from learnstead.video.domain import visibility
from learnstead.video.domain.delivery import removing
from learnstead.video.domain.intake import capture, fetching, keeping, overdue
from learnstead.video.domain.transcoding import pieces, requests, work
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Incoming, Revision, TranscodePiece

log = logging.getLogger(__name__)

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


@job("video.keep")
def keep(*, incoming: str, **_later_arguments: Any) -> None:
    """Look at a file that arrived, and make a revision of it; nothing when it was cancelled."""
    found = Incoming.objects.filter(pk=incoming).select_related("video").first()
    if found:
        keeping.keep(
            found,
            objects=services().objects,
            transcoder=services().transcoder,
            queue=services().queue,
            scratch=services().scratch,
            at=clock.now(),
        )


@job("video.fetch")
def fetch(*, incoming: str, **_later_arguments: Any) -> None:
    """Fetch a file from its address; nothing when it was cancelled."""
    found = Incoming.objects.filter(pk=incoming).select_related("video").first()
    if found:
        intake = services().intake
        given: dict[str, Any] = {"objects": services().objects, "queue": services().queue, "rules": intake.rules}
        fetching.fetch(found, files=intake.files_at(found.address), now=clock.now, **given)


@job("video.overdue", cron="17 * * * *")
def give_up() -> None:
    """Tell whose files stopped coming, and remove what nobody finished."""
    overdue.give_up_stuck(at=clock.now())
    overdue.remove_expired(objects=services().objects, at=clock.now())


@job("video.watch", cron="*/2 * * * *")
def watch() -> None:
    """Take what recorders put into our trays."""
    for tray in services().intake.trays:
        rules = services().intake.rules
        looks = capture.look_into(tray, objects=services().objects, queue=services().queue, now=clock.now, rules=rules)
        for look in looks:
            if look.outcome != "waits":
                log.info("%s: %s %s %s", tray.name, look.key, look.outcome, look.words)


@job("video.check_marks", cron="* * * * *", urgent=True)
def check_marks() -> None:
    """Make sure that nothing is served as public that is not."""
    visibility.reconcile(objects=services().objects)


@job("video.remove_retired", cron="*/10 * * * *")
def remove_retired() -> None:
    """Remove the bytes of revisions that nobody can be watching any more, and forget what was revoked long ago."""
    removing.remove_retired(objects=services().objects, at=clock.now())
    removing.forget_revocations(objects=services().objects, at=clock.now())


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
