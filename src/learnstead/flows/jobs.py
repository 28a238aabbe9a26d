"""The jobs that carry flows forward."""

from datetime import timedelta
from typing import Any

from learnstead.flows import publish_site
from learnstead.flows.running import recorded
from learnstead.kernel import clock
from learnstead.ports.jobs import job
from learnstead.ports.services import services
from learnstead.studio.domain import preview
from learnstead.studio.domain.publishing.announcements import TELL_JOB
from learnstead.studio.domain.publishing.progress import FLOW_NAME, TELL_LEARN
from learnstead.studio.domain.publishing.requests import PUBLISH_JOB

WEBHOOK_PATH = "/webhooks/studio/"
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


@job("flows.forget_previews", cron="41 3 * * *")
def forget_previews() -> None:
    """Remove the warm copies of courses that nobody has previewed lately."""
    preview.remove_warm_copies(scratch=services().scratch, unused_since=(clock.now() - KEEP_WARM).timestamp())
