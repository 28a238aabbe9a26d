"""Going back to an earlier build, and taking a site away."""

from datetime import datetime

from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.git import GitHost
from learnstead.ports.jobs import Queue
from learnstead.studio.domain.build_states import State, move
from learnstead.studio.domain.publishing import announcements
from learnstead.studio.domain.publishing.building import BRANCHES, serve
from learnstead.studio.domain.publishing.requests import new_build
from learnstead.studio.domain.publishing.retention import kept_releases
from learnstead.studio.models import Build, Site


class CannotGoBack(Terminal):
    """This build has no release that could be served again."""


class NotLive(Terminal):
    """The site is not published, so it cannot be taken away."""


@transaction.atomic
def roll_back(*, build: Build, by: User | None, at: datetime, git: GitHost, queue: Queue) -> Build:
    """Serve the release of an earlier build again. It becomes a new build, so that the history tells who and when."""
    site = Site.objects.select_for_update(no_key=True).get(pk=build.site_id)
    served = site.live if build.version == Build.Version.LIVE else site.draft
    if build.status != State.SUCCEEDED or build.release not in kept_releases(site):
        raise CannotGoBack(f"build {build.number} has no release that could be served again; publish anew instead")
    if served and served.release == build.release:
        raise CannotGoBack(f"what build {build.number} made is being served already")
    again = new_build(site=site, version=build.version, by=by, at=at)
    again.status = State.SUCCEEDED
    again.started_at = again.finished_at = at
    again.commit, again.release, again.files, again.bytes = build.commit, build.release, build.files, build.bytes
    again.broken_links = build.broken_links
    again.message = f"went back to build {build.number}"
    again.save()
    serve(site=site, build=again, at=at)
    git.point(site.short_id, BRANCHES[Build.Version(build.version)], build.commit)
    if build.version == Build.Version.LIVE:
        announcements.announce_published(build=again, queue=queue)
    return again


@transaction.atomic
def unpublish(*, site: Site, at: datetime, queue: Queue) -> Site:
    """Take the live site away, with every request to publish it that still waits; the draft stays."""
    locked = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    if locked.live is None:
        raise NotLive(f"{locked.title!r} is not published")
    for build in Build.objects.select_for_update().filter(site=locked, version=Build.Version.LIVE, status=State.QUEUED):
        build.status = move(now=build.status, to=State.FAILED)
        build.finished_at = at
        build.message = "the site was unpublished while this build waited"
        build.save(update_fields=["status", "finished_at", "message"])
    locked.live = None
    locked.unpublished_at = at
    locked.save(update_fields=["live", "unpublished_at", "updated_at"])
    number = locked.builds.order_by("-number").values_list("number", flat=True)[0]
    announcements.announce_unpublished(site=locked, number=number, at=at, queue=queue)
    return locked
