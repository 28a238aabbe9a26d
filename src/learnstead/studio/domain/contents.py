"""Content: saved, started, deleted and brought back. Every verb records its change in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.studio.domain import changes, consequences, filenames, references
from learnstead.studio.domain.merging import Edit, Overlap, merge
from learnstead.studio.domain.permissions import check_may
from learnstead.studio.domain.serialisation import path_of, text_of
from learnstead.studio.domain.starters import schema_of
from learnstead.studio.domain.writing import NotStorable, locked, write
from learnstead.studio.models import Content, EarlierVersion, Site

SITE_METADATA = "sitemetadata"
EXTERNAL = "external-resource"
UNRENDERED = {"list": True, "render": False}

__all__ = [
    "Conflict",
    "Gone",
    "NotStorable",
    "StillReferenced",
    "blank_singleton",
    "create",
    "delete",
    "restore",
    "save",
]


class Conflict(Terminal):
    """Someone saved in between and the edits overlap. ``theirs`` is what is stored, ``base`` what both began from."""

    def __init__(self, *, theirs: Content, base: EarlierVersion | None, mine: Edit) -> None:
        """Name who was first."""
        super().__init__(f"{theirs.updated_by or 'Someone else'} saved '{theirs}' while you were writing")
        self.theirs = theirs
        self.base = base
        self.mine = mine


class Gone(Terminal):
    """The content was deleted meanwhile; restore it first."""


class StillReferenced(Terminal):
    """Other content points at this; ``by`` lists it."""

    def __init__(self, content: Content, by: list[Content]) -> None:
        """Name the first few."""
        super().__init__(f"'{content}' is used by {references.described(by)}; change those first")
        self.by = by


def blank_singleton(*, site: Site, name: str) -> Content:
    """A file there is one of, before its first save."""
    single = schema_of(site.starter).singleton(name)
    if single is None:
        raise Terminal(f"the starter of '{site}' has no file '{name}'")
    folder, _, filename = single.file.rpartition("/")
    return Content(
        site=site,
        text_id=name,
        type=name,
        title=single.label,
        is_page=False,
        dirpath=folder,
        filename=filename,
        version=0,
    )


@transaction.atomic
def save(
    *,
    content: Content,
    by: User,
    at: datetime,
    queue: Queue,
    expected_version: int,
    title: str | None = None,
    markdown: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Content:
    """Make ``content`` say this; None leaves a part as it is, and no difference writes nothing.

    ``expected_version`` is the one the editor began from. When another was saved since, edits that touch different
    things are merged; else Conflict. A content that is not stored yet is started. ``metadata`` is the whole of it.
    """
    if content._state.adding:  # noqa: SLF001 - Django's own way to ask
        return create(content=content, by=by, at=at, queue=queue, title=title, markdown=markdown, metadata=metadata)
    check_may(by, "sitemetadata" if content.type == SITE_METADATA else "edit", content.site)
    current = locked(content)
    if current.deleted_at:
        raise Gone(f"'{current}' was deleted while you were writing; restore it, then save again")
    stored = Edit(current.title, current.markdown, current.metadata)
    wanted = Edit(
        title=content.title if title is None else title,
        markdown=content.markdown if markdown is None else markdown,
        metadata=content.metadata if metadata is None else metadata,
    )
    if expected_version != current.version:
        wanted = _merged(current, expected_version, stored, wanted)
    if wanted == stored:
        return current
    return _write_edit(current, stored, wanted, by=by, at=at, queue=queue)


def _merged(current: Content, expected_version: int, stored: Edit, wanted: Edit) -> Edit:
    base = EarlierVersion.objects.filter(content=current, version=expected_version).first()
    if base is None and wanted != stored:
        raise Conflict(theirs=current, base=None, mine=wanted)
    if base is None:
        return stored
    try:
        return merge(base=Edit(base.title, base.markdown, base.metadata), theirs=stored, mine=wanted)
    except Overlap:
        raise Conflict(theirs=current, base=base, mine=wanted) from None


def _write_edit(current: Content, stored: Edit, wanted: Edit, *, by: User, at: datetime, queue: Queue) -> Content:
    schema = schema_of(current.site.starter)
    old = (filenames.address_of(current, schema), stored.title)
    current.title, current.markdown, current.metadata = wanted.title, wanted.markdown, dict(wanted.metadata)
    old_name, retitled = current.filename, wanted.title != stored.title
    if retitled and filenames.follows_its_title(current):
        _alone_with_names(current.site)
        current.filename = filenames.filename_for(current, schema)
    files = write(current, by=by, at=at)
    if retitled and current.is_page:
        files |= consequences.menus_follow(current, old, by=by, at=at)
    if current.type == SITE_METADATA:
        consequences.retitle_site(current)
    message = f"Rename {stored.title} to {current.title}" if current.filename != old_name else f"Edit {current}"
    changes.record(site=current.site, by=by, message=message, files=files, queue=queue, at=at)
    return current


@transaction.atomic
def create(
    *,
    content: Content,
    by: User,
    at: datetime,
    queue: Queue,
    title: str | None = None,
    markdown: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Content:
    """Store a new content under a file name made from its title; a taken name gets a number from 2 on."""
    check_may(by, "sitemetadata" if content.type == SITE_METADATA else "edit", content.site)
    content.title = content.title if title is None else title
    content.markdown = content.markdown if markdown is None else markdown
    content.metadata = dict(content.metadata if metadata is None else metadata)
    _alone_with_names(content.site)
    if content.is_page and (not content.filename or _at_its_path(content)):
        content.filename = filenames.filename_for(content, schema_of(content.site.starter))
    elif first := _at_its_path(content):
        raise Conflict(theirs=first, base=None, mine=Edit(content.title, content.markdown, content.metadata))
    if content.type == EXTERNAL:
        content.metadata.setdefault("_build", UNRENDERED)
    content.version = 0
    files = write(content, by=by, at=at)
    if content.type == SITE_METADATA:
        consequences.retitle_site(content)
    changes.record(site=content.site, by=by, message=f"Add {content}", files=files, queue=queue, at=at)
    return content


def _alone_with_names(site: Site) -> None:
    """Until the transaction ends nobody else chooses a file name in the site."""
    Site.objects.select_for_update(no_key=True).only("pk").get(pk=site.pk)


def _at_its_path(content: Content) -> Content | None:
    living = Content.objects.filter(site_id=content.site_id, deleted_at=None).select_related("updated_by")
    return living.filter(dirpath=content.dirpath, filename=content.filename).first()


@transaction.atomic
def delete(*, content: Content, by: User, at: datetime, queue: Queue) -> Content:
    """Move a content to the trash; StillReferenced when others point at it. Its file goes, its history stays."""
    check_may(by, "edit", content.site)
    current = locked(content)
    if not current.is_page:
        raise Terminal(f"'{current}' belongs to every course of this kind and cannot be deleted")
    if current.deleted_at:
        return current
    if using := list(references.referring_to(current)[:50]):
        raise StillReferenced(current, using)
    current.deleted_at = at
    path = path_of(current)
    write(current, by=by, at=at)
    changes.record(site=current.site, by=by, message=f"Delete {current}", files={path: None}, queue=queue, at=at)
    return current


@transaction.atomic
def restore(*, content: Content, by: User, at: datetime, queue: Queue) -> Content:
    """Bring a content back from the trash, under another file name when its own was taken meanwhile."""
    check_may(by, "edit", content.site)
    current = locked(content)
    if current.deleted_at is None:
        return current
    current.deleted_at = None
    _alone_with_names(current.site)
    if _at_its_path(current):
        current.filename = filenames.filename_for(current, schema_of(current.site.starter))
    write(current, by=by, at=at)
    files = {path_of(current): text_of(current)}
    changes.record(site=current.site, by=by, message=f"Restore {current}", files=files, queue=queue, at=at)
    return current
