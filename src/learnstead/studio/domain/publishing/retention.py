"""Which releases are kept: what is served, and enough to go back."""

from learnstead.ports.objects import ObjectStore
from learnstead.studio.models import Build, Site

KEPT = 10
# Older ones than these were removed by earlier publishes.
LOOKED_AT = 20


def kept_releases(site: Site) -> set[str]:
    """The releases of the latest builds of each version, and those being served."""
    kept = {build.release for build in (site.live, site.draft) if build}
    for version in Build.Version.values:
        kept.update(_releases(site, version)[:KEPT])
    return kept


def remove_old_releases(*, site: Site, objects: ObjectStore) -> None:
    """Remove from the store what nobody can go back to any more."""
    kept = kept_releases(site)
    for version in Build.Version.values:
        for release in _releases(site, version)[KEPT : KEPT + LOOKED_AT]:
            if release not in kept:
                objects.delete(release)


def _releases(site: Site, version: str) -> list[str]:
    """Newest first, each once: a rollback's build shares the release of the one it went back to."""
    succeeded = Build.objects.filter(site=site, version=version, status=Build.Status.SUCCEEDED)
    return list(dict.fromkeys(succeeded.order_by("-number").values_list("release", flat=True)))
