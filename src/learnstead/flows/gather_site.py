"""A site of this installation was published or withdrawn; the catalogue is to say so.

Studio's event is remembered, and the source ``ocw`` runs for this one site: it reads the release, makes records,
guards them, and tells learn, which applies them. An event that comes late, after a newer one, changes nothing.
"""

import msgspec

from learnstead.data.ocw import register, site_events
from learnstead.data.ocw.site_events import SiteEvent
from learnstead.flows import ingest_source
from learnstead.flows.ingest_source import Order
from learnstead.ports.ledger import RunRecord
from learnstead.ports.services import Services
from learnstead.studio.domain.publishing import announcements

SOURCE = "ocw"
GATHER = "gather"
GATHER_JOB = "flows.gather_site"


def request(event: SiteEvent, *, services: Services) -> None:
    """Ask the workers for it, if it is about a course; it waits for other runs of the source."""
    if event.is_course:
        services.queue.put(GATHER_JOB, lock=ingest_source.lock_of(SOURCE), event=msgspec.to_builtins(event))


def gather(event: SiteEvent, *, services: Services) -> RunRecord | None:
    """Run the source for the site of an event; None when we know better already."""
    if not register.tell(services.objects, event):
        return None
    order = Order(only=(event.site,), demo=False)
    return ingest_source.ingest(source=SOURCE, services=services, trigger="webhook", order=order)


def look_again(*, services: Services) -> None:
    """Ask for every live site that the data platform does not have as it is: an event was lost, or a run failed."""
    for body in announcements.live_now():
        event = site_events.event_of(body)
        if event and services.ledger.scope(SOURCE, event.site).version != event.version:
            request(event, services=services)
