"""The steps of a build, one function each. Every one may be run again after it was interrupted."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.git import MAIN, PREVIEW, RELEASE, GitHost
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.ports.site_build import BuildFailed, BuildOrder, SiteBuilder
from learnstead.studio.domain import changes
from learnstead.studio.domain.build_states import State, move
from learnstead.studio.domain.publishing import announcements, retention
from learnstead.studio.domain.publishing.links import BuiltSite, broken_links
from learnstead.studio.domain.publishing.requests import lock_of
from learnstead.studio.domain.workspace import facts_about, write_files
from learnstead.studio.domain.workspace.disk import writing
from learnstead.studio.domain.workspace.facts import COURSE_FILE, FACTS_FILE
from learnstead.studio.models import Build, MediaFile, Site

EXPECTED = ("index.html", "data.json", "content_map.json")
BRANCHES = {Build.Version.DRAFT: PREVIEW, Build.Version.LIVE: RELEASE}
MOST_BROKEN_LINKS = 1000
MOST_ATTEMPTS = 6


class NotASite(Terminal):
    """What Hugo made lacks a file every site has."""


class Withdrawn(Terminal):
    """The site was unpublished after this build was asked for."""


@dataclass(frozen=True)
class Built:
    """A finished folder of pages; ``source`` is what it was made from."""

    source: Path
    site: Path


def get(build_id: str) -> Build:
    """A build with its site and theme."""
    return Build.objects.select_related("site__starter").get(pk=build_id)


def next_build(site_id: str) -> str | None:
    """The build of a site to work on now: one that was interrupted before one that waits."""
    for status in (State.BUILDING, State.QUEUED):
        build = Build.objects.filter(site_id=site_id, status=status).order_by("number").first()
        if build:
            return str(build.pk)
    return None


def begin(*, build_id: str, at: datetime) -> int:
    """Take the build: from now on no request joins it. Return the number of this attempt at it."""
    with transaction.atomic():
        build = Build.objects.select_for_update().get(pk=build_id)
        if build.status == State.QUEUED:
            build.status = move(now=build.status, to=State.BUILDING)
            build.started_at = at
        build.attempts += 1
        build.save(update_fields=["status", "started_at", "attempts"])
        return build.attempts


def fix_commit(*, build_id: str, git: GitHost) -> str:
    """Decide which commit is built: the head of ``main``, once everything saved is in it."""
    build = get(build_id)
    if build.commit:
        return build.commit
    changes.drain(site=build.site, git=git)
    build.commit = git.head(build.site.short_id, MAIN)
    build.save(update_fields=["commit"])
    return build.commit


def base_url(site: Site, version: str) -> str:
    """Where a version of a site is served, with a slash at both ends."""
    return f"/{site.url_path}/" if version == Build.Version.LIVE else f"/drafts/{site.draft_token}/"


def render(*, build_id: str, git: GitHost, builder: SiteBuilder, scratch: Path, origin: str) -> Built:
    """Build the commit in a folder of this attempt's own. ``origin`` is the public address of the host."""
    build = get(build_id)
    clear_scratch(build_id=build_id, scratch=scratch)
    folder = _scratch_of(build_id, scratch) / str(build.attempts)
    built = Built(source=folder / "source", site=folder / "site")
    with writing(f"the files of {build.site.title!r}"):
        _write_source(build, git, built.source, origin)
    report = builder.build(
        BuildOrder(
            source=built.source,
            destination=built.site,
            theme=build.site.starter.theme,
            base_url=base_url(build.site, build.version),
            drafts=build.version == Build.Version.DRAFT,
        )
    )
    build.log = report.log
    build.save(update_fields=["log"])
    return built


def _write_source(build: Build, git: GitHost, folder: Path, origin: str) -> None:
    course: bytes | None = None
    for path, data in write_files(folder, git.files(build.site.short_id, build.commit)):
        if path == COURSE_FILE:
            course = data
    public = origin if build.version == Build.Version.LIVE else ""  # a draft is not to be indexed or linked to
    facts = facts_about(build.site, version=build.version, commit=build.commit, course=course, origin=public)
    (folder / FACTS_FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / FACTS_FILE).write_bytes(facts)


def check(*, build_id: str, built: Built) -> int:
    """Refuse a site that lacks what every site has; note links that lead nowhere, and return how many."""
    build = get(build_id)
    missing = [name for name in EXPECTED if not (built.site / name).is_file()]
    if missing:
        raise NotASite(f"Hugo made a site without {', '.join(missing)}; the theme must write them")
    media = set(MediaFile.objects.filter(site=build.site).values_list("name", flat=True))
    addresses = {base_url(build.site, build.version), base_url(build.site, Build.Version.LIVE)}
    links = broken_links(BuiltSite(built.site, addresses, media), _sources(built.source))
    build.broken_links = [link.as_json() for link in links][:MOST_BROKEN_LINKS]
    build.save(update_fields=["broken_links"])
    return len(build.broken_links)


def _sources(folder: Path) -> Iterable[bytes]:
    return (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def store(*, build_id: str, built: Built, objects: ObjectStore) -> str:
    """Put the release where it stays, never to change; nothing serves it yet."""
    build = get(build_id)
    prefix = _release_key(build, build.attempts)
    files = [path.stat().st_size for path in built.site.rglob("*") if path.is_file()]
    objects.put_tree(prefix, built.site)
    build.release, build.files, build.bytes = prefix, len(files), sum(files)
    build.save(update_fields=["release", "files", "bytes"])
    return prefix


@transaction.atomic
def switch(*, build_id: str, attempt: int, git: GitHost, queue: Queue, at: datetime) -> None:
    """Serve this build from now on, in one transaction; the branch follows, and learn is to be told.

    An attempt that lost its turn unawares (its connection broke) finds that a later one took the build, and gives up.
    """
    site = Site.objects.select_for_update(no_key=True).get(builds__id=build_id)
    build = Build.objects.select_for_update().get(pk=build_id)
    if build.status == State.SUCCEEDED:
        return
    if build.attempts != attempt:
        raise Transient(f"attempt {attempt} at this build was overtaken by attempt {build.attempts}")
    live = build.version == Build.Version.LIVE
    if live and site.unpublished_at and site.unpublished_at >= build.requested_at:
        raise Withdrawn(f"{site.title!r} was unpublished while this build was under way")
    build.status = move(now=build.status, to=State.SUCCEEDED)
    build.finished_at = at
    build.message = ""
    build.save(update_fields=["status", "finished_at", "message"])
    serve(site=site, build=build, at=at)
    git.point(site.short_id, BRANCHES[Build.Version(build.version)], build.commit)
    if live:
        announcements.announce_published(build=build, queue=queue)


def serve(*, site: Site, build: Build, at: datetime) -> None:
    """Point the site at a build; the caller holds the site's row."""
    if build.version == Build.Version.DRAFT:
        site.draft = build
    else:
        site.live = build
        site.unpublished_at = None
        site.first_live_at = site.first_live_at or at
    site.save(update_fields=["draft", "live", "unpublished_at", "first_live_at", "updated_at"])


def fail(*, build_id: str, problem: Exception, at: datetime) -> None:
    """Keep what went wrong where the author sees it; what was served stays served."""
    with transaction.atomic():
        build = Build.objects.select_for_update().get(pk=build_id)
        if build.status not in {State.QUEUED, State.BUILDING}:
            return
        build.status = move(now=build.status, to=State.FAILED)
        build.finished_at = at
        build.message = str(problem)
        if isinstance(problem, BuildFailed):
            build.log = problem.log
            build.problem_file = problem.problem.file or ""
            build.problem_line = problem.problem.line
        build.save()


def note_delay(*, build_id: str, problem: Exception) -> bool:
    """Show why the build waits; False when it was tried often enough."""
    Build.objects.filter(pk=build_id).update(message=str(problem))
    return get(build_id).attempts < MOST_ATTEMPTS


def clean_up(*, build_id: str, objects: ObjectStore, scratch: Path) -> None:
    """Remove what only the build needed, what interrupted attempts stored, and releases too old to go back to."""
    build = get(build_id)
    clear_scratch(build_id=build_id, scratch=scratch)
    for attempt in range(1, build.attempts + 1):
        if build.commit and _release_key(build, attempt) != build.release:
            objects.delete(_release_key(build, attempt))
    retention.remove_old_releases(site=build.site, objects=objects)


def _release_key(build: Build, attempt: int) -> str:
    """Every attempt has its own, so that none ever writes to what another one serves."""
    again = f"-{attempt}" if attempt > 1 else ""
    return f"releases/{build.site.name}/{build.number:05d}-{build.commit[:12]}{again}"


def clear_scratch(*, build_id: str, scratch: Path) -> None:
    """Remove the folders of this and earlier attempts.

    What a killed worker had started may still write into them: they go out of its sight first, and what it keeps from
    being removed is swept with other leftovers.
    """
    doomed = scratch / f"aside-{uuid4().hex}"
    with suppress(FileNotFoundError):
        _scratch_of(build_id, scratch).rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)


def _scratch_of(build_id: str, scratch: Path) -> Path:
    return scratch / "builds" / str(build_id)


__all__ = ["Built", "NotASite", "Withdrawn", "lock_of"]
