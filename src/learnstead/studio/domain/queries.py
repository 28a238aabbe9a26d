"""Questions about sites that cross all of them."""

from typing import Any

from django.db.models import Count, Q

from learnstead.studio.models import Site


def site_summaries() -> list[dict[str, Any]]:
    """Every site in plain values, by title."""
    rows = Site.objects.select_related("starter", "owner", "live", "draft").annotate(
        files=Count("contents", filter=Q(contents__deleted_at=None))
    )
    return [
        {
            "name": site.name,
            "short_id": site.short_id,
            "title": site.title,
            "url_path": site.url_path,
            "starter": site.starter.slug,
            "owner": site.owner.username if site.owner else None,
            "files": site.files,
            "live": site.live.number if site.live else None,
            "draft": site.draft.number if site.draft else None,
        }
        for site in rows.order_by("title", "name")
    ]
