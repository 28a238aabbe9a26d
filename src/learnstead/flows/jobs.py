"""The jobs that carry flows forward."""

import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from learnstead.data import registry, retention
from learnstead.data.ocw.site_events import SiteEvent
from learnstead.flows import gather_site, ingest_source, publish_site, video_changes
from learnstead.flows.gather_site import GATHER, GATHER_JOB
from learnstead.flows.ingest_source import ANNOUNCE_JOB, INGEST_JOB, Order
from learnstead.flows.running import recorded
from learnstead.kernel import clock
from learnstead.ports.jobs import job
from learnstead.ports.services import services
from learnstead.studio.domain import preview
from learnstead.studio.domain.publishing.announcements import TELL_JOB
from learnstead.studio.domain.publishing.progress import FLOW_NAME, TELL_LEARN
from learnstead.studio.domain.publishing.requests import PUBLISH_JOB
from learnstead.video.domain.telling import ANNOUNCE_JOB as VIDEO_JOB

WEBHOOK_PATH = "/webhooks/studio/"
RELEASES_PATH = "/webhooks/data/"
KEEP_WARM = timedelta(days=7)
REMEMBER_MESSAGES = timedelta(days=30)


@job(PUBLISH_JOB)
def publish(*, site: str, **_newer: Any) -> None:
    """Build what waits to be built of one site."""
    publish_site.publish_waiting_builds(site=site, services=services())


@job(TELL_JOB, attempts=20, urgent=True)
def tell_learn(*, message_id: str, event: dict[str, Any], **_newer: Any) -> None:
    """Deliver one event; the receiver knows a repeated one by its id."""
    run = event["data"].get("build") or message_id
    with recorded(FLOW_NAME, run, TELL_LEARN, services().run_log, asynchronous=True):
        services().webhooks.send(url=services().url + WEBHOOK_PATH, message_id=message_id, event=event)


@job(INGEST_JOB)
def ingest(*, source: str, run: str, trigger: str, only: Sequence[str] = (), **_newer: Any) -> None:
    """Run a source; a run that was begun by a worker that died goes on where it stood."""
    ingest_source.ingest(source=source, services=services(), trigger=trigger, order=Order(only=only), run=run)


@job(ANNOUNCE_JOB, attempts=20, urgent=True)
def announce_release(*, message_id: str, event: dict[str, Any], **_newer: Any) -> None:
    """Tell learn of one release; it knows a repeated message by its id."""
    services().webhooks.send(url=services().url + RELEASES_PATH, message_id=message_id, event=event)


@job(VIDEO_JOB, attempts=20)
def announce_video(*, message_id: str, event: dict[str, Any], **_newer: Any) -> None:
    """Tell of one public video that changed, or is not public any more."""
    video_changes.announce(message_id=message_id, event=event, services=services())


@job(GATHER_JOB, urgent=True)
def gather(*, event: dict[str, Any], **_newer: Any) -> None:
    """Read a site that was published here, or take it back."""
    known = msgspec.convert(event, type=SiteEvent)
    with recorded(
        FLOW_NAME, known.build or f"{known.site}-{known.sequence}", GATHER, services().run_log, asynchronous=True
    ):
        gather_site.gather(known, services=services())


@job("flows.look_again_at_sites", cron="43 2 * * *")
def look_again_at_sites() -> None:
    """Gather every live site that the data platform does not have as it is."""
    gather_site.look_again(services=services())


@job("flows.forget_messages", cron="27 3 * * *")
def forget_messages() -> None:
    """Forget webhook ids that are older than any message that could still be replayed."""
    services().inbox.forget(before=clock.now() - REMEMBER_MESSAGES)


@job("flows.forget_old_runs", cron="23 2 * * *")
def forget_old_runs() -> None:
    """Drop runs, releases and payloads that nobody needs any more."""
    given, at = services(), clock.now()
    names = sorted(registry.every())
    for name in names:
        with given.ledger.turn(name):
            retention.forget_old_runs(name, objects=given.objects, ledger=given.ledger, at=at)
    retention.forget_payloads(names, objects=given.objects, ledger=given.ledger, at=at)
    given.objects.sweep(before=at - retention.YOUNG)
    _sweep_scratch(given.scratch, before=(at - retention.YOUNG).timestamp())


def _sweep_scratch(scratch: Path, *, before: float) -> None:
    """What killed runs left: answers that were never kept, and the folders of rehearsals."""
    for left in [*scratch.glob("tmp*"), *scratch.glob("aside-*")]:
        if left.lstat().st_mtime >= before:
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


@job("flows.forget_previews", cron="41 3 * * *")
def forget_previews() -> None:
    """Remove the warm copies of courses that nobody has previewed lately."""
    preview.remove_warm_copies(scratch=services().scratch, unused_since=(clock.now() - KEEP_WARM).timestamp())
