"""Putting a source into the database: one transaction, one commit, only what changed."""

import uuid
from dataclasses import dataclass, field

from django.db import connection, transaction

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.studio.domain import changes, sites
from learnstead.studio.domain.addresses import SHORT_ID, first_free, name_and_url_path
from learnstead.studio.domain.importing.reading import CannotImport, Reading, read
from learnstead.studio.domain.importing.sources import Source
from learnstead.studio.domain.media.storing import store_media
from learnstead.studio.domain.serialisation import Parsed, path_of, text_of, title_of_site
from learnstead.studio.domain.starters import schema_of
from learnstead.studio.domain.writing import earlier_version_of
from learnstead.studio.models import Content, EarlierVersion, Site, Starter

BATCH = 500
DATA_FOLDER = "data/"
COPIED = ("text_id", "type", "title", "markdown", "metadata", "is_page", "dirpath", "filename", "verbatim")


@dataclass
class ImportReport:
    """What an import did.

    ``left_out`` are files that are neither content nor media; ``kept`` are pages that the source does not have.
    """

    site: Site
    created: int = 0
    changed: int = 0
    removed: int = 0
    media: int = 0
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def import_course(
    *,
    source: Source,
    starter: Starter,
    owner: User | None,
    queue: Queue,
    objects: ObjectStore,
    prune: bool = False,
) -> ImportReport:
    """Make the site of this short id hold what the source holds; a second time only what changed is written.

    Pages that only the site has are kept, unless ``prune`` moves them to the trash. The commit is recorded, not made:
    the job, or ``changes.drain``, makes it.
    """
    if not SHORT_ID.fullmatch(source.short_id):
        raise CannotImport(source.short_id, ["its folder name cannot be a short id; use letters, digits, '.' and '-'"])
    known = Site.objects.filter(short_id=source.short_id).select_related("starter").first()
    reading = read(source, schema_of(known.starter if known else starter))
    if known is None:
        _check_starter(source, starter, reading)
    with transaction.atomic():
        _wait_for_other_imports()
        known = Site.objects.filter(short_id=source.short_id).select_related("starter").first()
        site = known or _new_site(source, starter, owner, reading)
        report = ImportReport(site=site, left_out=reading.left_out)
        files = _apply(site, reading, owner, report)
        if prune:
            files.update(_prune(site, report, owner))
        report.media = store_media(site=site, files=reading.media, objects=objects, by=owner)
        message = f"Import {site.title}" if known is None else f"Import {len(files)} changed files"
        changes.record(site=site, by=owner, message=message, files=files, queue=queue)
    return report


def _check_starter(source: Source, starter: Starter, reading: Reading) -> None:
    """Data that the starter knows nothing of, and none that it asks for: the site was written with another one."""
    strange = [path for path in reading.left_out if path.startswith(DATA_FOLDER)]
    if strange and sites.LIVE_METADATA not in reading.metadata():
        problem = f"the starter '{starter.slug}' knows no such file; choose the one it was written with by --starter"
        raise CannotImport(source.short_id, [f"{path}: {problem}" for path in strange])


def _wait_for_other_imports() -> None:
    """One import writes at a time, so that two courses do not choose the same name at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('learnstead: import a course'))")


def _new_site(source: Source, starter: Starter, owner: User | None, reading: Reading) -> Site:
    schema = schema_of(starter)
    metadata = reading.metadata()
    name, url_path = name_and_url_path(schema=schema, short_id=source.short_id, metadata=metadata)
    taken = Site.objects.values_list("name", "url_path")
    free = first_free(name, {word for pair in taken for word in pair}, length=sites.NAME_LENGTH)
    if free != name or url_path in {pair[1] for pair in taken}:
        url_path = f"{url_path.rpartition('/')[0]}/{free}".strip("/")
    return Site.objects.create(
        id=_site_uid(metadata.get(sites.LIVE_METADATA, {}).get("site_uid")),
        name=free,
        short_id=source.short_id,
        title=title_of_site(metadata.get(sites.LIVE_METADATA, {}), otherwise=source.short_id),
        starter=starter,
        url_path=url_path,
        owner=owner,
    )


def _site_uid(stated: object) -> uuid.UUID:
    """The uid the course had elsewhere, unless another site here has it."""
    try:
        uid = uuid.UUID(str(stated))
    except ValueError:
        return uuid.uuid4()
    return uuid.uuid4() if Site.objects.filter(pk=uid).exists() else uid


def _apply(site: Site, reading: Reading, by: User | None, report: ImportReport) -> dict[str, str | None]:
    """Write what is new or different; the new texts by path, None for paths that are no longer used."""
    existing = list(Content.objects.select_for_update().filter(site=site))
    by_id = {content.text_id: content for content in existing}
    by_path = {path_of(content): content for content in existing if content.deleted_at is None}
    files: dict[str, str | None] = {}
    new: list[Content] = []
    different: list[Content] = []
    earlier: list[EarlierVersion] = []
    seen: set[uuid.UUID] = set()
    for parsed in reading.contents:
        path = path_of(parsed)
        content = by_id.get(_text_id(site, parsed)) or (None if parsed.text_id else by_path.get(path))
        if content is None or content.pk in seen:
            new.append(_content(site, parsed, by))
            files[path] = reading.texts[path]
            continue
        seen.add(content.pk)
        old_path, was_deleted = path_of(content), content.deleted_at is not None
        if not was_deleted and old_path == path and text_of(content) == reading.texts[path]:
            continue
        if old_path != path and not was_deleted:
            files.setdefault(old_path, None)
        files[path] = reading.texts[path]
        earlier.append(earlier_version_of(content))
        different.append(_updated(content, parsed, by))
    _refuse_taken_paths(new + different, by_path, seen)
    EarlierVersion.objects.bulk_create(earlier, batch_size=BATCH)
    _write(new, different)
    report.created, report.changed = len(new), len(different)
    report.kept = sorted(path for path, content in by_path.items() if content.pk not in seen)
    if site_title := _title(reading, site):
        site.title = site_title
        site.save(update_fields=["title", "updated_at"])
    return files


def _refuse_taken_paths(writing: list[Content], by_path: dict[str, Content], seen: set[uuid.UUID]) -> None:
    problems = [
        f"{path_of(content)} is already the page '{by_path[path_of(content)]}' with another uid; rename one of them"
        for content in writing
        if path_of(content) in by_path
        and by_path[path_of(content)].pk != content.pk
        and by_path[path_of(content)].pk not in seen
    ]
    if problems:
        raise CannotImport(writing[0].site.short_id, problems)


def _write(new: list[Content], different: list[Content]) -> None:
    # Paths are unique in a site, and pages may trade places: all step aside before any takes its new place.
    for content in different:
        Content.objects.filter(pk=content.pk).update(filename=f"~{content.pk}")
    fields = [*COPIED, "earlier_paths", "version", "updated_by", "updated_at", "deleted_at"]
    Content.objects.bulk_update(different, fields, batch_size=BATCH)
    Content.objects.bulk_create(new, batch_size=BATCH)


def _content(site: Site, parsed: Parsed, by: User | None) -> Content:
    values = {name: getattr(parsed, name) for name in COPIED}
    values["text_id"] = _text_id(site, parsed)
    return Content(site=site, updated_by=by, **values)


def _text_id(site: Site, parsed: Parsed) -> str:
    """A page without a uid gets the same one at every import."""
    return parsed.text_id or str(uuid.uuid5(site.pk, path_of(parsed)))


def _updated(content: Content, parsed: Parsed, by: User | None) -> Content:
    old_path = path_of(content)
    for name in COPIED:
        if name != "text_id" or parsed.text_id:
            setattr(content, name, getattr(parsed, name))
    if path_of(content) != old_path:
        content.earlier_paths = [*dict.fromkeys([*content.earlier_paths, old_path])]
    content.version += 1
    content.updated_by = by
    content.updated_at = clock.now()
    content.deleted_at = None
    return content


def _title(reading: Reading, site: Site) -> str | None:
    metadata = reading.metadata().get(sites.LIVE_METADATA)
    title = title_of_site(metadata, otherwise=site.title) if metadata else site.title
    return title if title != site.title else None


def _prune(site: Site, report: ImportReport, by: User | None) -> dict[str, str | None]:
    gone = [
        content for content in Content.objects.filter(site=site, deleted_at=None) if path_of(content) in report.kept
    ]
    for content in gone:
        content.deleted_at = clock.now()
        content.updated_by = by
        content.version += 1
    Content.objects.bulk_update(gone, ["deleted_at", "updated_by", "version"], batch_size=BATCH)
    report.removed, report.kept = len(gone), []
    return {path_of(content): None for content in gone}
