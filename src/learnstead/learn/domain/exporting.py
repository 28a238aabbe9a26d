"""The catalogue as records in the words of the production system, now or as it was at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from learnstead.kernel.contracts import FeedItem, LearningResource
from learnstead.learn.domain import vocabulary
from learnstead.learn.domain.offering import known, offering
from learnstead.learn.models import ViewEvent

AT_ONCE = 500

_RESOURCE: msgspec.json.Decoder[LearningResource] = msgspec.json.Decoder(LearningResource)
_ITEM: msgspec.json.Decoder[FeedItem] = msgspec.json.Decoder(FeedItem)


@dataclass(frozen=True)
class Asked:
    """Which part of the catalogue. ``as_of``: at that time, None for now. ``everything``: what is hidden, too.

    ``files``: with what is inside courses; None: unless the source has resources that learners see.
    """

    source: str = ""
    as_of: datetime | None = None
    everything: bool = False
    files: bool | None = None


def export(asked: Asked) -> Iterator[Mapping[str, Any]]:
    """Resources, then what is inside them, then news and events, then (of one source) views; each in its own order."""
    is_public = False
    for record in _resources(asked):
        is_public = is_public or record["published"]
        yield record
    if asked.files or (asked.files is None and not (asked.source and is_public)):
        yield from _files(asked)
    for body, _, _ in _versions(asked, "feed_item"):
        yield vocabulary.item(_ITEM.decode(body))
    if asked.source:
        yield from _views(asked)


def _resources(asked: Asked) -> Iterator[Mapping[str, Any]]:
    there = _listed_children(asked)
    for body, is_current, clock in _versions(asked, "learning_resource"):
        record = _RESOURCE.decode(body)
        offered = offering(record, asked.as_of or clock)
        is_published = offered.published and is_current
        if not asked.everything and (not is_published or known(record.test_mode, default=False)):
            continue
        yield vocabulary.resource(record, offered, is_published=is_published, there=there)


def _listed_children(asked: Asked) -> Mapping[vocabulary.Key, bool]:
    """The resources that are known, and whether learners may see them."""
    moment = asked.as_of
    return {
        (kind, platform or "", name): is_listed
        for kind, platform, name, is_listed in _rows(
            "SELECT DISTINCT ON (key) body->>'resource_type', body->>'platform', body->>'readable_id',"
            " valid_to IS NULL AND (body->'published' IS DISTINCT FROM 'false' OR body->'test_mode' = 'true')"
            " FROM learn_cataloguerecord WHERE kind = 'learning_resource'"
            " AND (%(at)s::timestamptz IS NULL OR valid_from <= %(at)s) ORDER BY key, valid_from DESC, id DESC",
            {"at": moment},
        )
    }


def _files(asked: Asked) -> Iterator[Mapping[str, Any]]:
    for kind, table in (("content_file", "learn_contentfile"), ("tutor_problem_file", "learn_tutorproblemfile")):
        for body, text in _rows(_FILES.format(table=table), {"kind": kind, "source": asked.source, "at": asked.as_of}):
            yield vocabulary.file(msgspec.json.decode(body), text)


def _views(asked: Asked) -> Iterator[Mapping[str, Any]]:
    events = ViewEvent.objects.filter(source=asked.source).order_by("event_date", "event_uuid")
    if events.filter(is_demo=False).exists():
        events = events.filter(is_demo=False)
    if asked.as_of:
        events = events.filter(event_date__lte=asked.as_of)
    for event in events.iterator(chunk_size=AT_ONCE):
        yield vocabulary.view(event.event_uuid, event.event_date, event.named)


def _versions(asked: Asked, kind: str) -> Iterator[tuple[str, bool, datetime]]:
    """The bodies that were true at the time asked for, and the clock their resource was last looked at with."""
    values = {"kind": kind, "source": asked.source, "at": asked.as_of, "all": asked.everything}
    return _rows(_VERSIONS, values)


def _rows(statement: str, values: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while batch := cursor.fetchmany(AT_ONCE):
            yield from batch


_TRUE = "valid_from <= COALESCE(%(at)s::timestamptz, 'infinity')"
_ENDED = "valid_to IS NOT NULL AND (%(at)s::timestamptz IS NULL OR valid_to <= %(at)s)"

# The latest version of each key; where a key is in several scopes, one that still holds wins. Samples that gave way to
# the real world leave no trace.
_LATEST = f"""
SELECT DISTINCT ON (source, kind, key) source, kind, key, body, NOT ({_ENDED}) AS is_current, valid_from
FROM learn_cataloguerecord
WHERE kind = %(kind)s AND (%(source)s = '' OR source = %(source)s) AND {_TRUE} AND NOT (is_demo AND {_ENDED})
ORDER BY source, kind, key, NOT ({_ENDED}) DESC, valid_from DESC, id DESC
"""  # noqa: S608 - names of ours

_VERSIONS = f"""
SELECT v.body::text, v.is_current, COALESCE(r.derived_at, v.valid_from)
FROM ({_LATEST}) v
LEFT JOIN learn_learningresource r ON v.kind = 'learning_resource' AND r.source = v.source
  AND r.readable_id = v.body->>'readable_id' AND r.resource_type = v.body->>'resource_type'
  AND r.platform = COALESCE(v.body->>'platform', '')
WHERE v.is_current OR (%(all)s AND v.kind = 'learning_resource')
ORDER BY v.key, v.source
"""  # noqa: S608 - names of ours

_FILES = f"""
SELECT v.body::text, COALESCE(f.content, '') FROM ({_LATEST}) v
LEFT JOIN {{table}} f ON f.source = v.source AND f.record_key = v.key
WHERE v.is_current ORDER BY v.key, v.source
"""  # noqa: S608 - names of ours
