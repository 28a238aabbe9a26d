"""Asking for a build."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.studio.models import Build, Content, Site

PUBLISH_JOB = "flows.publish_site"


class NothingToPublish(Terminal):
    """A site without a single page has nothing to show."""


def lock_of(site: Site) -> str:
    """The job lock under which everything happens that builds the site or changes what is served."""
    return f"publish:{site.pk}"


@transaction.atomic
def request_build(*, site: Site, version: str, by: User | None, at: datetime, queue: Queue) -> Build:
    """Ask for ``version`` to be built from what is saved now.

    A request joins the build of this version that still waits: that one will take whatever is saved when it begins.
    It never joins one that has begun, which may have fixed its commit already.
    """
    locked = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    if not Content.objects.filter(site=locked, deleted_at=None).exists():
        raise NothingToPublish(f"{locked.title!r} has no content yet; write a page, then publish")
    waiting = Build.objects.select_for_update().filter(site=locked, version=version, status=Build.Status.QUEUED).first()
    build = waiting or new_build(site=locked, version=version, by=by, at=at)
    queue.put(PUBLISH_JOB, lock=lock_of(locked), site=str(locked.pk))
    return build


def new_build(*, site: Site, version: str, by: User | None, at: datetime) -> Build:
    """The next build of a site whose row the caller holds locked."""
    last = Build.objects.filter(site=site).aggregate(last=Max("number"))["last"] or 0
    return Build.objects.create(site=site, number=last + 1, version=version, requested_by=by, requested_at=at)
