"""Rows of learning resources, with their subjects, runs and children."""

import hashlib
from base64 import b32encode
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection

from learnstead.kernel.contracts import Image, LearningResource
from learnstead.kernel.slugs import slug_for
from learnstead.learn.domain import bulk
from learnstead.learn.domain.offering import known, offering
from learnstead.learn.domain.versions import Current, touched
from learnstead.learn.domain.writing import children, runs
from learnstead.learn.domain.writing.cells import address, clean, offered_columns
from learnstead.learn.domain.writing.context import Writing
from learnstead.learn.domain.writing.subjects import OWN_PLATFORM, Subjects, set_subjects
from learnstead.learn.models import LearningResource as Resource

AT_ONCE = 1000
SLUG_LENGTH = 80
DETAILS = ("course", "podcast", "podcast_episode", "video", "video_playlist")

_DECODER: msgspec.json.Decoder[LearningResource] = msgspec.json.Decoder(LearningResource)

COLUMNS = (
    "platform", "readable_id", "resource_type", "slug", "site", "source", "is_demo", "etl_source", "offered_by",
    "resource_category", "title", "description", "full_description", "url", "image_url", "image_alt",
    "image_description", "course_numbers", "languages", "licence", "license_cc", "course_features", "ocw_topics",
    "certification", "certification_type", "professional", "completeness", "continuing_ed_credits", "delivery", "pace",
    "format", "detail", "availability", "prices", "free", "location", "duration", "min_weeks", "max_weeks",
    "time_commitment", "min_weekly_hours", "max_weekly_hours", "next_start_date", "best_run_id", "derived_at",
    "recheck_at", "clock_is_frozen", "published", "test_mode", "require_summaries", "first_published_at",
    "last_modified", "changed_at", "view_count", "payload_sha256",
)  # fmt: skip
TARGET = bulk.Target(
    model=Resource,
    columns=COLUMNS,
    key=("platform", "readable_id", "resource_type"),
    once=("slug", "first_published_at", "view_count"),
    returning=("id", "resource_type", "platform", "readable_id"),
)


def write(writing: Writing) -> None:
    """Write the resources that differ; take those that are gone out of sight, with their row and address kept."""
    subjects = Subjects()
    for batch in touched(writing.source, "learning_resource", at_once=AT_ONCE):
        there = list(writing.decoded(batch, _DECODER))
        _withdraw([one.key for one in batch if not one.body], writing)
        if there:
            _write(there, subjects, writing)
    children.link()


def _write(batch: Sequence[tuple[Current, LearningResource]], subjects: Subjects, writing: Writing) -> None:
    _follow_sites(batch)
    taken = _taken_slugs(batch)
    rows = [_row(one, record, writing, taken) for one, record in batch]
    ids = {(kind, platform, name): pk for pk, kind, platform, name in bulk.upsert(TARGET, rows)}
    written = {ids[record.resource_type, record.platform or "", record.readable_id]: record for _, record in batch}
    set_subjects(
        list(written),
        {pk: subjects.topics(record) for pk, record in written.items()},
        {pk: subjects.departments(record) for pk, record in written.items()},
    )
    runs.write(written, writing)
    children.write(written)
    writing.resources.update(written)


def _withdraw(keys: Sequence[str], writing: Writing) -> None:
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE learn_learningresource SET published = false, recheck_at = NULL, changed_at = %s WHERE source = %s"
            " AND resource_type || ':' || COALESCE(NULLIF(platform, ''), '-') || ':' || readable_id = ANY(%s)"
            " RETURNING id",
            [writing.at, writing.source, list(keys)],
        )
        writing.resources.update(pk for (pk,) in cursor.fetchall())


def _follow_sites(batch: Sequence[tuple[Current, LearningResource]]) -> None:
    """A course of ours may get another number or term; it stays the same course while its site is the same."""
    with connection.cursor() as cursor:
        for one, record in batch:
            if record.platform == OWN_PLATFORM and record.resource_type == "course":
                cursor.execute(
                    "UPDATE learn_learningresource SET readable_id = %s"
                    " WHERE platform = %s AND resource_type = 'course' AND site = %s AND readable_id <> %s",
                    [record.readable_id, OWN_PLATFORM, one.scope, record.readable_id],
                )


def _taken_slugs(batch: Sequence[tuple[Current, LearningResource]]) -> set[str]:
    wanted = [slug_for(one.scope or "", length=240) for one, record in batch if record.platform == OWN_PLATFORM]
    return set(Resource.objects.filter(slug__in=wanted).values_list("slug", flat=True)) if wanted else set()


def _slug(one: Current, record: LearningResource, taken: set[str]) -> str:
    """Sites of ours keep their name. Elsewhere: the title, and a word made of the key so that no two are the same."""
    if record.platform == OWN_PLATFORM and record.resource_type == "course":
        wanted = slug_for(one.scope or "", length=240)
        if wanted and wanted not in taken:
            return wanted
    word = b32encode(hashlib.sha256(one.key.encode()).digest()[:5]).decode().lower()
    return f"{slug_for(known(record.title, ''), length=SLUG_LENGTH)}-{word}".strip("-")


def _row(one: Current, record: LearningResource, writing: Writing, taken: set[str]) -> list[Any]:
    values = {
        **_said(record),
        **offered_columns(offering(record, writing.clock)),
        "slug": _slug(one, record, taken),
        "site": one.scope if record.platform == OWN_PLATFORM else "",
        "source": writing.source,
        "is_demo": one.is_demo,
        "derived_at": writing.clock,
        "clock_is_frozen": writing.clock_is_frozen,
        "first_published_at": writing.at,
        "changed_at": writing.at,
        "view_count": 0,
        "payload_sha256": one.digest,
    }
    return [values[name] for name in COLUMNS]


def _said(record: LearningResource) -> dict[str, Any]:
    """What the source says."""
    image = known(record.image, Image(url=""))
    return {
        "platform": record.platform or "",
        "readable_id": record.readable_id,
        "resource_type": record.resource_type,
        "etl_source": record.etl_source,
        "offered_by": known(record.offered_by, ""),
        "resource_category": known(record.resource_category, ""),
        "title": known(record.title, ""),
        "description": clean(record.description),
        "full_description": clean(record.full_description),
        "url": address(record.url),
        "image_url": image.url,
        "image_alt": image.alt or "",
        "image_description": image.description or "",
        "course_numbers": _numbers(record),
        "languages": known(record.languages, []),
        "licence": known(record.licence, ""),
        "license_cc": known(record.license_cc, default=False),
        "course_features": known(record.resource_tags, []),
        "ocw_topics": known(record.ocw_topics, []),
        "certification": known(record.certification, default=False),
        "certification_type": known(record.certification_type, "none"),
        "professional": known(record.professional, default=False),
        "completeness": known(record.completeness, 1.0),
        "continuing_ed_credits": known(record.continuing_ed_credits, None),
        "delivery": known(record.delivery, ["online"]),
        "pace": known(record.pace, ["self_paced"]),
        "format": known(record.format, ["asynchronous"]),
        "detail": _detail(record),
        "test_mode": known(record.test_mode, default=False),
        "require_summaries": known(record.require_summaries, default=False),
        "last_modified": known(record.last_modified, None),
    }


def _numbers(record: LearningResource) -> list[str]:
    numbers = known(known(record.course, None) and record.course.course_numbers, [])  # type: ignore[union-attr]
    return list(dict.fromkeys(number.value for number in sorted(numbers, key=lambda number: not number.primary)))


def _detail(record: LearningResource) -> str:
    parts = {name: part for name in DETAILS if (part := known(getattr(record, name), None)) is not None}
    return msgspec.json.encode(parts).decode()
