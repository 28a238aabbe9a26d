"""What the rest of the platform is told when a site goes live or is taken away."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from learnstead.ports.jobs import Queue
from learnstead.studio.models import Build, Site

TELL_JOB = "flows.tell_learn"


def announce_published(*, build: Build, queue: Queue) -> None:
    """Ask for learn to be told that ``build`` is now served to everyone."""
    _tell(build.site, published(build), message_id=f"{build.pk}.published", queue=queue)


def live_now() -> Iterator[dict[str, Any]]:
    """What was last said of every site that is served to everyone."""
    for site in Site.objects.filter(live__isnull=False).select_related("live__site__starter"):
        if site.live:
            yield published(site.live)


def published(build: Build) -> dict[str, Any]:
    """The event that says that ``build`` is now served to everyone."""
    site = build.site
    data = {
        "site": site.name,
        "short_id": site.short_id,
        "theme": site.starter.theme,
        "version": build.version,
        "url_path": site.url_path,
        "release": build.release,
        "media": f"media/{site.pk}",
        "build": str(build.pk),
        "number": build.number,
        "commit": build.commit,
    }
    return {"type": "site.published", "data": data}


def announce_unpublished(*, site: Site, number: int, at: datetime, queue: Queue) -> None:
    """Ask for learn to be told that the site is gone; ``number`` is its newest build's."""
    data = {"site": site.name, "short_id": site.short_id, "url_path": site.url_path, "number": number}
    event = {"type": "site.unpublished", "data": data}
    _tell(site, event, message_id=f"{site.pk}.unpublished.{at.timestamp():.6f}", queue=queue)


def _tell(site: Site, event: dict[str, Any], *, message_id: str, queue: Queue) -> None:
    queue.put(TELL_JOB, lock=f"tell:{site.pk}", message_id=message_id, event=event)
