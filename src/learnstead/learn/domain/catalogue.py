"""Brings the catalogue to a release of a site: reads, compares by fingerprint, writes what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from learnstead.learn.domain import content_files, courses
from learnstead.learn.domain.site_events import SiteEvent
from learnstead.learn.domain.site_records import Problem, SiteRecords
from learnstead.learn.models import AppliedRelease, LearningResource
from learnstead.ports.jobs import Queue

INDEX_JOB = "learn.index"
INDEX_LOCK = "search-index"


@dataclass(frozen=True)
class Difference:
    """How many records a release added, changed and removed; the course itself counts as one."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.removed)


def is_news(event: SiteEvent) -> bool:
    """Whether the catalogue has not seen this event of the site, nor a later one."""
    return not AppliedRelease.objects.filter(site=event.site, sequence__gte=event.sequence).exists()


@transaction.atomic
def apply_release(
    *, event: SiteEvent, records: SiteRecords, message_id: str, at: datetime, queue: Queue
) -> AppliedRelease | None:
    """Make the catalogue say what ``records`` say, and ask for the index to follow when anything differs.

    None when the event comes too late. Records that could not be read stay as they were.
    """
    if not is_news(event):
        return None
    resource, course_is_new, course_differs = courses.load(records.course, event=event, at=at)
    run = courses.load_run(resource, records.course)
    unreadable = {problem.key for problem in records.problems}
    contents = content_files.load(run, records.contents, url_path=event.url_path, keep=unreadable)
    difference = Difference(
        added=contents.added + course_is_new,
        changed=contents.changed + (course_differs and not course_is_new),
        removed=contents.removed,
    )
    if difference:
        if not course_differs:
            LearningResource.objects.filter(pk=resource.pk).update(last_modified=at, changed_at=at)
        _reindex(resource, queue)
    return _remember(event, resource, difference, records.problems, message_id, at)


@transaction.atomic
def withdraw(*, event: SiteEvent, message_id: str, at: datetime, queue: Queue) -> AppliedRelease | None:
    """Take a site out of the catalogue and the index; its row and its address stay, to say so. None when too late."""
    if not is_news(event):
        return None
    resource = LearningResource.objects.select_for_update().filter(platform=courses.PLATFORM, site=event.site).first()
    removed = bool(resource and resource.published)
    if resource and removed:
        resource.published = False
        resource.last_modified = resource.changed_at = at
        resource.save(update_fields=["published", "last_modified", "changed_at"])
        _reindex(resource, queue)
    return _remember(event, resource, Difference(removed=int(removed)), (), message_id, at)


def _reindex(resource: LearningResource, queue: Queue) -> None:
    queue.put(INDEX_JOB, lock=INDEX_LOCK, resource=resource.pk)


def _remember(
    event: SiteEvent,
    resource: LearningResource | None,
    difference: Difference,
    problems: Sequence[Problem],
    message_id: str,
    at: datetime,
) -> AppliedRelease:
    return AppliedRelease.objects.create(
        site=event.site,
        resource=resource,
        sequence=event.sequence,
        build=event.build,
        commit=event.commit,
        release=event.release,
        message_id=message_id,
        applied_at=at,
        payload_sha256=resource.payload_sha256 if resource else "",
        added=difference.added,
        changed=difference.changed,
        removed=difference.removed,
        problems=[{"key": problem.key, "reason": problem.reason} for problem in problems],
    )
