"""Accepts webhook messages, each once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from learnstead.learn.domain import site_events
from learnstead.learn.models import ReceivedMessage
from learnstead.ports.jobs import Queue

INGEST_JOB = "learn.ingest_site"


@transaction.atomic
def accept(*, message_id: str, body: Mapping[str, Any], at: datetime, queue: Queue) -> bool:
    """Ask for the event to be applied; False for a message that was accepted before. BadPayload when it is no event.

    The id is kept in the same transaction as the request, so that neither exists without the other.
    """
    event = site_events.event_of(body)
    _, is_new = ReceivedMessage.objects.get_or_create(message_id=message_id[:200], defaults={"received_at": at})
    if is_new and event:
        queue.put(INGEST_JOB, lock=f"learn:{event.site}", message_id=message_id[:200], event=dict(body))
    return is_new


def forget(*, before: datetime) -> None:
    """Forget messages received before a time."""
    ReceivedMessage.objects.filter(received_at__lt=before).delete()
