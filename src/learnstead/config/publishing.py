"""What the publishing commands do: the same verbs as the pages, on behalf of whoever has the machine."""

import time
from collections.abc import Callable
from typing import Any

from learnstead.flows.publish_site import publish_waiting_builds
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.services import services
from learnstead.studio.domain import sites
from learnstead.studio.domain.publishing import queries, undoing
from learnstead.studio.domain.publishing.progress import FLOW_NAME
from learnstead.studio.domain.publishing.requests import request_build
from learnstead.studio.models import Build, Site

UNFINISHED = {Build.Status.QUEUED, Build.Status.BUILDING}
PAUSE_SECONDS = 1.0


class NoSuchBuild(Terminal):
    """The course has no build of this number."""


def request(slug: str, version: str) -> Build:
    """Ask for a build."""
    return request_build(site=sites.find(slug), version=version, by=None, at=clock.now(), queue=services().queue)


def wait_for(build: Build, *, say: Callable[[str], None]) -> Build:
    """Work on the site's builds here, taking turns with any worker, until this one is finished."""
    while build.status in UNFINISHED:
        try:
            publish_waiting_builds(site=str(build.site_id), services=services())
        except Transient as problem:
            say(f"waiting: {problem}")
            time.sleep(PAUSE_SECONDS)
        build.refresh_from_db()
    for step in services().run_log.steps(FLOW_NAME, str(build.pk)):
        say(f"  {step.step:12} {step.seconds:7.2f} s")
    return build


def describe(build: Build) -> str:
    """One line, or a few for a failure."""
    site = build.site
    if build.status == Build.Status.SUCCEEDED:
        url = f"/{site.url_path}/" if build.version == Build.Version.LIVE else f"/drafts/{site.draft_token}/"
        words = f"{build.version} build {build.number}: {build.files} files at {services().url}{url}"
        broken = sum(not link["media"] for link in build.broken_links)
        return words + (f" ({broken} links lead nowhere; see 'course builds --json')" if broken else "")
    if build.status == Build.Status.FAILED:
        line = f":{build.problem_line}" if build.problem_line else ""
        place = f"{build.problem_file}{line}: " if build.problem_file else ""
        return f"{build.version} build {build.number} failed: {place}{build.message}"
    return f"{build.version} build {build.number} waits for a worker"


def rows(slug: str, limit: int) -> list[dict[str, Any]]:
    """The builds of a course as plain values, newest first."""
    site = sites.find(slug)
    return [_row(build, site) for build in queries.builds_of(site)[:limit]]


def _row(build: Build, site: Site) -> dict[str, Any]:
    return {
        "number": build.number,
        "version": build.version,
        "status": build.status,
        "served": build.pk in {site.live_id, site.draft_id},
        "by": str(build.requested_by or ""),
        "requested_at": build.requested_at.isoformat(),
        "finished_at": build.finished_at.isoformat() if build.finished_at else None,
        "seconds": build.seconds,
        "commit": build.commit,
        "files": build.files,
        "bytes": build.bytes,
        "message": build.message,
        "problem_file": build.problem_file,
        "problem_line": build.problem_line,
        "broken_links": build.broken_links,
    }


def go_back(slug: str, number: int) -> Build:
    """Serve an earlier build again."""
    site = sites.find(slug)
    build = queries.builds_of(site).filter(number=number).first()
    if build is None:
        raise NoSuchBuild(f"{site.name} has no build {number}; 'learnstead course builds {site.name}' lists them")
    given = services()
    return undoing.roll_back(build=build, by=None, at=clock.now(), git=given.git, queue=given.queue)


def take_away(slug: str) -> Site:
    """Unpublish."""
    return undoing.unpublish(site=sites.find(slug), at=clock.now(), queue=services().queue)
