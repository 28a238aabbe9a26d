"""What the rest of the platform is told when a site goes live or is taken away."""

from datetime import datetime
from typing import Any

from learnstead.ports.jobs import Queue
from learnstead.studio.models import Build, Site

TELL_JOB = "flows.tell_learn"


def announce_published(*, build: Build, queue: Queue) -> None:
    """Ask for learn to be told that ``build`` is now served to everyone."""
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
    _tell(site, "site.published", data, message_id=f"{build.pk}.published", queue=queue)


def announce_unpublished(*, site: Site, number: int, at: datetime, queue: Queue) -> None:
    """Ask for learn to be told that the site is gone; ``number`` is its newest build's."""
    data = {"site": site.name, "short_id": site.short_id, "url_path": site.url_path, "number": number}
    _tell(site, "site.unpublished", data, message_id=f"{site.pk}.unpublished.{at.timestamp():.6f}", queue=queue)


def _tell(site: Site, kind: str, data: dict[str, Any], *, message_id: str, queue: Queue) -> None:
    event = {"type": kind, "data": data}
    queue.put(TELL_JOB, lock=f"tell:{site.pk}", message_id=message_id, event=event)
