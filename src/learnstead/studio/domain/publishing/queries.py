"""Questions about builds; they never write."""

from django.db.models import QuerySet

from learnstead.studio.domain.publishing.retention import kept_releases
from learnstead.studio.models import Build, Change, Site


def builds_of(site: Site) -> QuerySet[Build]:
    """Newest first, with those who asked for them."""
    return Build.objects.filter(site=site).select_related("requested_by", "site").order_by("-number")


def one_can_go_back_to(site: Site) -> list[Build]:
    """The builds of either version whose release is kept and not being served."""
    served = {build.release for build in (site.live, site.draft) if build}
    releases = kept_releases(site) - served
    return [build for build in builds_of(site).filter(status=Build.Status.SUCCEEDED) if build.release in releases]


def has_unpublished_changes(site: Site, version: str) -> bool:
    """Whether something was saved after the served build of ``version`` was asked for."""
    served = site.live if version == Build.Version.LIVE else site.draft
    return served is None or Change.objects.filter(site=site, at__gt=served.started_at or served.requested_at).exists()


def under_way(site: Site) -> Build | None:
    """The build being made now, or the next to be."""
    active = builds_of(site).filter(status__in=[Build.Status.BUILDING, Build.Status.QUEUED])
    return active.order_by("-status", "number").last()
