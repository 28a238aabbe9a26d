"""Changes on their way into git: recorded with the edit, committed afterwards, each exactly once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.git import MAIN, FileChange, GitHost, Person
from learnstead.ports.jobs import Queue
from learnstead.studio.models import Change, Site

TRAILER = "Learnstead-Change"
MESSAGE_LENGTH = 500


def record(
    *,
    site: Site,
    by: User | None,
    message: str,
    files: Mapping[str, str | None],
    queue: Queue,
    at: datetime | None = None,
) -> Change | None:
    """Note new texts (or None: removed) by path, and ask for their commit; both commit with the caller's edit.

    Nothing is noted when there are no files.
    """
    if not files:
        return None
    change = Change.objects.create(
        site=site, author=by, at=at or clock.now(), message=message[:MESSAGE_LENGTH], files=dict(files)
    )
    queue.put("studio.commit", lock=f"git:{site.pk}", site=str(site.pk))
    return change


def drain(*, site: Site, git: GitHost) -> list[str]:
    """Commit every waiting change of the site, oldest first; the ids of the new commits.

    Several may drain at once: they take turns, change by change, and when this returns none is waiting that was
    there when it began. Killed between git and the database, the next drain finds the commit by its trailer.
    """
    git.create(site.short_id)
    made: list[str] = []
    while commit := _commit_next(site, git):
        made.append(commit)
    return made


@transaction.atomic
def _commit_next(site: Site, git: GitHost) -> str | None:
    # The lock lets other requests insert rows that point at the site, and makes drains wait for each other.
    Site.objects.select_for_update(no_key=True).only("pk").get(pk=site.pk)
    change = Change.objects.filter(site=site, commit="").select_related("author").order_by("id").first()
    if change is None:
        return None
    change.commit = _already_committed(site, change, git) or _commit(site, change, git)
    change.files = {}
    change.save(update_fields=["commit", "files"])
    return change.commit


def _already_committed(site: Site, change: Change, git: GitHost) -> str | None:
    latest = git.history(site.short_id, limit=1)
    if latest and _trailer(change) in latest[0].message.splitlines():
        return git.head(site.short_id, MAIN)
    return None


def _commit(site: Site, change: Change, git: GitHost) -> str:
    files = [FileChange(path, None if text is None else text.encode()) for path, text in sorted(change.files.items())]
    # Removals first: a page that becomes a folder, or the reverse, needs its old path gone.
    files.sort(key=lambda file: file.data is not None)
    return git.commit(
        site.short_id,
        files,
        author=person_of(change.author),
        message=f"{change.message}\n\n{_trailer(change)}\n",
        at=change.at,
    )


def _trailer(change: Change) -> str:
    return f"{TRAILER}: {change.pk}"


def person_of(user: User | None) -> Person:
    """How a person signs commits; changes of nobody in particular are the platform's."""
    if user is None:
        return Person(name="Learnstead", email="learnstead@localhost")
    return Person(name=user.name or user.username, email=user.email or f"{user.username}@localhost")
