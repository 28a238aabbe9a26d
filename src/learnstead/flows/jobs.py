"""The jobs that carry flows forward."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from learnstead.flows import ingest_source, publish_site
from learnstead.flows.ingest_source import ANNOUNCE_JOB, INGEST_JOB, Order
from learnstead.flows.running import recorded
from learnstead.kernel import clock
from learnstead.ports.jobs import job
from learnstead.ports.services import services
from learnstead.studio.domain import preview
from learnstead.studio.domain.publishing.announcements import TELL_JOB
from learnstead.studio.domain.publishing.progress import FLOW_NAME, TELL_LEARN
from learnstead.studio.domain.publishing.requests import PUBLISH_JOB

WEBHOOK_PATH = "/webhooks/studio/"
RELEASES_PATH = "/webhooks/data/"
KEEP_WARM = timedelta(days=7)


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


@job("flows.forget_previews", cron="41 3 * * *")
def forget_previews() -> None:
    """Remove the warm copies of courses that nobody has previewed lately."""
    preview.remove_warm_copies(scratch=services().scratch, unused_since=(clock.now() - KEEP_WARM).timestamp())
