"""What ``learnstead video sync`` does."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from learnstead.config.videos import collection_of
from learnstead.kernel import clock
from learnstead.kernel.errors import Transient
from learnstead.ports.services import services
from learnstead.video.domain.outlets import edx
from learnstead.video.models import EdxSync


def sync(names: Iterable[str], *, wait: bool) -> list[dict[str, Any]]:
    """Ask for every video of these collections to be sent, as their owners; with ``wait`` send them at once."""
    asked: list[EdxSync] = []
    for name in names:
        collection = collection_of(name)
        asked += edx.sync(collection=collection, by=collection.owner, at=clock.now(), queue=services().queue)
    for one in asked if wait else ():
        _send(one)
    return [row(one) for one in asked]


def row(one: EdxSync) -> dict[str, Any]:
    """How one video stands at one installation."""
    return {
        "video": one.video.hexkey,
        "title": one.video.title,
        "installation": one.endpoint.name,
        "state": one.state,
        "message": one.message,
    }


def _send(one: EdxSync) -> None:
    """Send now. What may pass is left to the workers, who were asked, too."""
    given = services()
    sender = edx.Sender(edx=given.edx, signer=given.delivery, site=given.url)
    with suppress(Transient):
        edx.send(sync_id=one.pk, at=clock.now(), sender=sender)
    one.refresh_from_db()
