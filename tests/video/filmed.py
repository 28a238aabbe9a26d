"""Videos for tests: complete, without bytes unless a test puts them there."""

from datetime import UTC, datetime, timedelta
from typing import Any

from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.video.domain.captions.versions import Saving
from learnstead.video.models import Collection, Revision, Video

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
WEBVTT = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nWelcome to the estuary.\n\n"
    "00:00:03.000 --> 00:00:05.000\nTides rise twice a day.\n\n"
)


class Requests:
    """A queue that only remembers what was asked for."""

    def __init__(self) -> None:
        self.put_in: list[tuple[str, dict[str, Any]]] = []

    def put(
        self,
        name: str,
        *,
        lock: str | None = None,
        once: str | None = None,
        at: datetime | None = None,
        **arguments: Any,
    ) -> None:
        self.put_in.append((name, arguments))

    def depth(self) -> int:
        return len(self.put_in)


def video(owner: User, *, duration: float = 60.0, title: str = "Tides", **also: Any) -> Video:
    """A complete video in a collection of its own."""
    collection = Collection.objects.create(title="Rivers", owner=owner, created_at=NOON, updated_at=NOON)
    values = {"status": Video.Status.COMPLETE, "created_at": NOON, "updated_at": NOON} | also
    made = Video.objects.create(collection=collection, title=title, **values)
    made.current = Revision.objects.create(
        video=made, number=1, duration=duration, width=1280, height=720, created_at=NOON, complete_at=NOON
    )
    made.save()
    return made


def saving(by: User | None, queue: Queue, *, minutes: int = 0) -> Saving:
    """Somebody who saves, some minutes after noon."""
    return Saving(by=by, at=NOON + timedelta(minutes=minutes), queue=queue)
