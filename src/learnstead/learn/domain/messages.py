"""Accepts webhook messages, each once."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from learnstead.kernel import untrusted
from learnstead.learn.domain import releases
from learnstead.learn.models import ReceivedMessage
from learnstead.ports.jobs import Queue

RELEASE_MADE = "release.made"
LONGEST_ID = 200
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


@transaction.atomic
def accept(*, message_id: str, body: Mapping[str, Any], at: datetime, queue: Queue) -> bool:
    """Ask for a data source's release to be applied; False for a message that was accepted before.

    BadPayload when it does not say which release of which source. Other events are accepted and dropped.
    """
    kind, data = untrusted.line(body, "type"), untrusted.part(body, "data")
    source, release = untrusted.line(data, "source"), untrusted.line(data, "release")
    if not kind:
        raise untrusted.BadPayload("it has no 'type'")
    if kind == RELEASE_MADE and not (_NAME.fullmatch(source) and _NAME.fullmatch(release)):
        raise untrusted.BadPayload(f"its data names no release of a source: {source!r}, {release!r}")
    is_new = _is_new(message_id, at)
    if is_new and kind == RELEASE_MADE:
        queue.put(
            releases.APPLY_JOB,
            lock=releases.lock_of(source),
            source=source,
            release=release,
            message_id=message_id[:LONGEST_ID],
        )
    return is_new


def _is_new(message_id: str, at: datetime) -> bool:
    _, is_new = ReceivedMessage.objects.get_or_create(message_id=message_id[:LONGEST_ID], defaults={"received_at": at})
    return is_new


def forget(*, before: datetime) -> None:
    """Forget messages received before a time."""
    ReceivedMessage.objects.filter(received_at__lt=before).delete()
