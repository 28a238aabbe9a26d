"""Which build answers an address; read on every request of a reader, so remembered for a moment."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from learnstead.studio.models import MediaFile, Site

# How long after a switch a reader may still get the old release.
MOMENT_SECONDS = 0.5
DEEPEST = 8


@dataclass(frozen=True)
class Served:
    """A version of a site: ``release`` is empty when there is none. ``prefix`` is its address."""

    site_id: UUID
    url_path: str
    draft_token: UUID
    prefix: str
    release: str
    since: datetime | None
    unpublished: bool
    theme: str
    live: bool


def live_at(address: str) -> Served | None:
    """The site published at ``address`` (no slash at its start) or at one of the folders above it."""
    candidates = _folders_of(address)
    now = time.monotonic()
    for candidate in candidates:
        expires, served = _remembered.get(candidate, (0.0, None))
        if expires > now:
            return served
    found = _read(Site.objects.filter(url_path__in=candidates), version="live")
    served = max(found, key=lambda one: len(one.url_path), default=None)
    if served:
        _remembered[served.url_path] = (now + MOMENT_SECONDS, served)
    return served


def draft_of(token: UUID) -> Served | None:
    """The draft that a shared link leads to."""
    return next(iter(_read(Site.objects.filter(draft_token=token), version="draft")), None)


def media_of(served: Served, name: str) -> MediaFile | None:
    """A media file that is served beside the pages of a site."""
    if "/" in name or "\0" in name or not name:
        return None
    return MediaFile.objects.filter(site_id=served.site_id, name=name).first()


def media_key(media: MediaFile) -> str:
    """Where the file lies in the object store."""
    return f"media/{media.site_id}/{media.name}"


def page_behind(address: str) -> str:
    """The object of a release that answers for an address within the site."""
    return f"{address}index.html" if address == "" or address.endswith("/") else address


_remembered: dict[str, tuple[float, Served]] = {}


def _folders_of(address: str) -> list[str]:
    """``a/b/c`` and ``a/b`` and ``a``: the longest first."""
    parts = [part for part in address.split("/") if part and "\0" not in part][:DEEPEST]
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _read(sites: QuerySet[Site], *, version: str) -> Iterable[Served]:
    rows = sites.values(
        "id", "url_path", "draft_token", "unpublished_at",
        theme=F("starter__theme"), release=F(f"{version}__release"), since=F(f"{version}__finished_at"),
    )  # fmt: skip
    return [_served(row, live=version == "live") for row in rows]


def _served(row: Mapping[str, Any], *, live: bool) -> Served:
    return Served(
        site_id=row["id"],
        url_path=row["url_path"],
        draft_token=row["draft_token"],
        prefix=f"/{row['url_path']}/" if live else f"/drafts/{row['draft_token']}/",
        release=row["release"] or "",
        since=row["since"],
        unpublished=row["unpublished_at"] is not None,
        theme=row["theme"],
        live=live,
    )
