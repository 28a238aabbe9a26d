"""Rows of content files and of tutors' problem files."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection

from learnstead.kernel import taxonomy
from learnstead.kernel.contracts import ContentFile, ContentParent
from learnstead.learn.domain import bulk
from learnstead.learn.domain.offering import known
from learnstead.learn.domain.versions import Current, touched
from learnstead.learn.domain.writing.cells import address
from learnstead.learn.domain.writing.context import Writing
from learnstead.learn.models import ContentFile as File
from learnstead.learn.models import TutorProblemFile as TutorFile

AT_ONCE = 200
PARENT = ("parent_platform", "parent_run_id", "parent_type", "parent_readable_id")
FILE_COLUMNS = (
    "source", "record_key", "is_demo", *PARENT, "key", "uid", "etl_source", "url", "title", "description", "content",
    "content_title", "content_author", "content_language", "content_type", "file_url", "file_type", "file_extension",
    "image_src", "content_tags", "source_path", "edx_module_id", "archive_checksum", "checksum", "youtube_id",
    "duration", "published", "payload_sha256",
)  # fmt: skip
FILES = bulk.Target(
    model=File,
    columns=FILE_COLUMNS,
    key=("source", "record_key"),
    where="source <> ''",
    returning=("id",),
)
TUTOR_COLUMNS = (
    "source", "record_key", "is_demo", *PARENT, "key", "etl_source", "problem_title", "type", "content", "file_name",
    "source_path", "checksum",
)  # fmt: skip
TUTOR_FILES = bulk.Target(model=TutorFile, columns=TUTOR_COLUMNS, key=("source", "record_key"))

_FILE: msgspec.json.Decoder[ContentFile] = msgspec.json.Decoder(ContentFile)


class _Tutor(msgspec.Struct):
    """A tutor's file without its text."""

    parent: ContentParent
    key: str
    etl_source: str
    problem_title: str
    type: str
    file_name: str
    source_path: str | None = None
    checksum: str | None = None


_TUTOR = msgspec.json.Decoder(_Tutor)


def write(writing: Writing) -> None:
    """Write the files that differ, remove those that are gone, and hang every file on its run or resource."""
    for batch in touched(writing.source, "content_file", at_once=AT_ONCE):
        _forget(File, batch, writing)
        there = list(writing.decoded(batch, _FILE))
        texts = _texts_left_alone(there, writing)
        bulk.upsert(FILES, [_file(one, file, texts, writing) for one, file in there])
        _note_resources("learn_contentfile", [one.key for one, _ in there], writing)
    for batch in touched(writing.source, "tutor_problem_file", at_once=AT_ONCE):
        _forget(TutorFile, batch, writing)
        bulk.upsert(TUTOR_FILES, [_tutor(one, file, writing) for one, file in writing.decoded(batch, _TUTOR)])
    link(writing)


def link(writing: Writing) -> None:
    """Find the parents that are known by now."""
    edx = [code for code, platform in taxonomy.platforms().items() if platform.is_edx]
    with connection.cursor() as cursor:
        for table in ("learn_contentfile", "learn_tutorproblemfile"):
            for statement in (_LINK_RUNS, _LINK_EDX_RUNS, _LINK_RESOURCES):
                cursor.execute(statement.format(table=table), {"edx": edx})
                writing.resources.update(pk for (pk,) in cursor.fetchall())


def _forget(model: type[File | TutorFile], batch: Sequence[Current], writing: Writing) -> None:
    gone = [one.key for one in batch if not one.body]
    if gone:
        _note_resources(model._meta.db_table, gone, writing)  # noqa: SLF001 - the documented way to a table's name
        model.objects.filter(source=writing.source, record_key__in=gone).delete()


def _note_resources(table: str, keys: Sequence[str], writing: Writing) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT COALESCE(f.resource_id, r.resource_id) FROM {table} f"  # noqa: S608 - a name of ours
            " LEFT JOIN learn_learningresourcerun r ON r.id = f.run_id"
            " WHERE f.source = %s AND f.record_key = ANY(%s) AND (f.resource_id IS NOT NULL OR f.run_id IS NOT NULL)",
            [writing.source, list(keys)],
        )
        writing.resources.update(pk for (pk,) in cursor.fetchall())


def _texts_left_alone(there: Sequence[tuple[Current, ContentFile]], writing: Writing) -> dict[str, str]:
    """The texts of files whose record does not speak of it."""
    silent = [one.key for one, _ in there if one.text is None]
    known_texts = File.objects.filter(source=writing.source, record_key__in=silent) if silent else File.objects.none()
    return dict(known_texts.values_list("record_key", "content"))


def _parent(parent: ContentParent) -> list[str]:
    if parent.run_id:
        return [parent.platform, parent.run_id, "", ""]
    return [parent.platform, "", parent.resource_type, parent.readable_id or ""]


def _file(one: Current, file: ContentFile, texts: dict[str, str], writing: Writing) -> list[Any]:
    kind = known(file.content_type, "page" if "/pages/" in f"/{file.key}" else "file")
    return [
        writing.source,
        one.key,
        one.is_demo,
        *_parent(file.parent),
        file.key,
        "",
        file.etl_source,
        address(file.url),
        known(file.title, ""),
        known(file.description, ""),
        texts.get(one.key, "") if one.text is None else one.text,
        known(file.content_title, ""),
        known(file.content_author, ""),
        known(file.content_language, ""),
        kind,
        address(file.file_url),
        known(file.file_type, ""),
        known(file.file_extension, ""),
        known(file.image_src, ""),
        known(file.content_tags, []),
        known(file.source_path, ""),
        known(file.edx_module_id, ""),
        known(file.archive_checksum, ""),
        known(file.checksum, ""),
        known(file.youtube_id, ""),
        known(file.duration, ""),
        known(file.published, default=True),
        one.digest,
    ]


def _tutor(one: Current, file: _Tutor, writing: Writing) -> list[Any]:
    return [
        writing.source,
        one.key,
        one.is_demo,
        *_parent(file.parent),
        file.key,
        file.etl_source,
        file.problem_title,
        file.type,
        one.text or "",
        file.file_name,
        file.source_path or "",
        file.checksum or "",
    ]


_LINK_RUNS = """
UPDATE {table} f SET run_id = r.id FROM learn_learningresourcerun r
JOIN learn_learningresource s ON s.id = r.resource_id
WHERE f.run_id IS NULL AND f.resource_id IS NULL AND f.parent_run_id <> ''
  AND r.run_id = f.parent_run_id AND s.platform = f.parent_platform
RETURNING r.resource_id
"""

# Archives of Open edX write the run's id with other separators, and without its prefix.
_PLAIN = "lower(translate(regexp_replace({id}, '^course-v1:', ''), '-+', '..'))"
_LINK_EDX_RUNS = """
UPDATE {table} f SET run_id = r.id FROM learn_learningresourcerun r
JOIN learn_learningresource s ON s.id = r.resource_id
WHERE f.run_id IS NULL AND f.resource_id IS NULL AND f.parent_run_id <> '' AND f.parent_platform = ANY(%(edx)s)
  AND s.platform = f.parent_platform AND {{one}} = {{other}}
RETURNING r.resource_id
""".replace("{{one}}", _PLAIN.format(id="r.run_id")).replace("{{other}}", _PLAIN.format(id="f.parent_run_id"))

_LINK_RESOURCES = """
UPDATE {table} f SET resource_id = s.id FROM learn_learningresource s
WHERE f.run_id IS NULL AND f.resource_id IS NULL AND f.parent_readable_id <> ''
  AND s.readable_id = f.parent_readable_id AND s.platform = f.parent_platform AND s.resource_type = f.parent_type
RETURNING s.id
"""
