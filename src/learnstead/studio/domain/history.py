"""The history of a content, from git: who changed it, when, and what it said then."""

from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.git import GitHost, NoSuchRevision
from learnstead.ports.jobs import Queue
from learnstead.studio.domain import contents
from learnstead.studio.domain.changes import TRAILER
from learnstead.studio.domain.serialisation import parse, path_of, text_of
from learnstead.studio.domain.starters import schema_of
from learnstead.studio.models import Change, Content

LIMIT = 100


@dataclass(frozen=True)
class Version:
    """One saved state of a content. ``commit`` is empty while the save is on its way into git."""

    commit: str
    by: str
    email: str
    at: datetime
    message: str


def of(*, content: Content, git: GitHost, limit: int = LIMIT) -> list[Version]:
    """The versions of a content, newest first, across its renames; saves that git does not have yet come first."""
    paths = _paths(content)
    try:
        commits = git.history(content.site.short_id, paths, limit=limit)
    except NoSuchRevision:
        commits = []
    waiting = Change.objects.filter(site=content.site, commit="", files__has_any_keys=paths).select_related("author")
    versions = [_waiting(change) for change in waiting.order_by("-id")]
    versions += [
        Version(commit.id, commit.author.name, commit.author.email, commit.at, _subject(commit.message))
        for commit in commits
    ]
    return versions[:limit]


def text_at(*, content: Content, commit: str, git: GitHost) -> str:
    """The file's text at a commit, under whichever name it had then; NoSuchRevision when it did not exist."""
    for path in _paths(content):
        try:
            return git.read(content.site.short_id, commit, path).decode()
        except NoSuchRevision:
            continue
    raise NoSuchRevision(f"'{content}' did not exist at {commit[:10]}")


def at(*, content: Content, commit: str, git: GitHost) -> Content:
    """The content as it was at a commit; not to be saved, only to be shown."""
    parsed = parse(path_of(content), text_at(content=content, commit=commit, git=git), schema_of(content.site.starter))
    return Content(
        pk=content.pk,
        site=content.site,
        text_id=content.text_id,
        type=content.type,
        title=parsed.title,
        markdown=parsed.markdown,
        metadata=parsed.metadata,
        is_page=content.is_page,
        dirpath=content.dirpath,
        filename=content.filename,
        verbatim=parsed.verbatim,
        version=content.version,
    )


def diff(*, content: Content, commit: str, git: GitHost, to: str | None = None) -> str:
    """The unified difference from a commit to another one, or to what is stored now."""
    old = text_at(content=content, commit=commit, git=git)
    new = text_at(content=content, commit=to, git=git) if to else text_of(content)
    lines = unified_diff(old.splitlines(), new.splitlines(), commit[:10], to[:10] if to else "now", lineterm="")
    return "\n".join(lines)


def restore(*, content: Content, commit: str, by: User, at: datetime, queue: Queue, git: GitHost) -> Content:
    """Save what the content said at a commit as its newest version; nothing in between is lost."""
    if content.deleted_at:
        raise Terminal(f"'{content}' is in the trash; restore it from there first")
    earlier = parse(path_of(content), text_at(content=content, commit=commit, git=git), schema_of(content.site.starter))
    return contents.save(
        content=content,
        by=by,
        at=at,
        queue=queue,
        expected_version=content.version,
        title=earlier.title if content.is_page else None,
        markdown=earlier.markdown,
        metadata=earlier.metadata,
    )


def _paths(content: Content) -> list[str]:
    return [path_of(content), *reversed(content.earlier_paths)]


def _waiting(change: Change) -> Version:
    author = change.author
    return Version("", str(author or "Learnstead"), author.email if author else "", change.at, change.message)


def _subject(message: str) -> str:
    return message.partition(f"\n\n{TRAILER}:")[0].strip()
