"""Files on their way in."""

import logging
from typing import Any

from learnstead.kernel import clock
from learnstead.ports.jobs import job
from learnstead.ports.services import services
from learnstead.video.domain.intake import capture, fetching, keeping, overdue
from learnstead.video.models import Incoming

log = logging.getLogger(__name__)


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
