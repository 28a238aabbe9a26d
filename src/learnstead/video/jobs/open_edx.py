"""Videos in Open edX courses."""

from typing import Any

from learnstead.kernel import clock
from learnstead.ports.jobs import job
from learnstead.ports.services import services
from learnstead.video.domain.outlets import edx

PATIENT = 50


@job(edx.SEND_JOB, attempts=PATIENT)
def send_to_edx(*, sync: int, **_newer: Any) -> None:
    """Send one video to one installation of Open edX."""
    given = services()
    sender = edx.Sender(edx=given.edx, signer=given.delivery, site=given.url)
    edx.send(sync_id=sync, at=clock.now(), sender=sender)


@job("video.catch_up_with_edx", cron="*/10 * * * *")
def catch_up_with_edx(**_newer: Any) -> None:
    """Send to Open edX what is new or changed."""
    edx.catch_up(at=clock.now(), queue=services().queue)
