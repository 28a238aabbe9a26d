"""Versions of records: what a release brings is staged, compared by digest with what is current, and remembered.

Everything here is done in the database, in sets. A record is what it was until its digest differs; a field that the
new record leaves alone is taken from the version before, inside runs and details too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from learnstead.learn.domain import bulk

STAGING, TOUCHED = "arriving_records", "touched_records"
LONGEST_KEY_BYTES = 2500
DETAILS = ("course", "podcast", "podcast_episode", "video", "video_playlist")


@dataclass(frozen=True)
class Staged:
    """One record as it waits to be compared; ``body`` is its JSON."""

    scope: str
    kind: str
    key: str
    digest: str
    payload: str
    run: str
    body: str


@dataclass(frozen=True)
class Coming:
    """The release that is being applied. ``at`` is when its records become true; ``undoes``: it was applied before.

    ``unreadable`` are keys of records that break the contract; what was known of them stays.
    """

    source: str
    release: str
    at: datetime
    is_demo: bool
    scopes: Sequence[str]
    undoes: bool = False
    unreadable: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """How many records a release added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.removed)


def stage(records: Iterable[Staged]) -> None:
    """Copy records beside the current ones; the table goes when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {STAGING}, {TOUCHED}, differing_records")
        cursor.execute(
            f"CREATE TEMP TABLE {STAGING} (scope text, kind text, key text, digest text, payload text, run text,"
            " body jsonb) ON COMMIT DROP"
        )
        columns = "scope, kind, key, digest, payload, run, body"
        bulk.copy(
            f"{STAGING} ({columns})",
            ((one.scope, one.kind, one.key, one.digest, one.payload, one.run, one.body) for one in records),
        )
        cursor.execute(f"CREATE INDEX ON {STAGING} (scope, md5(key))")
        cursor.execute(f"ANALYZE {STAGING}")


def refuse_those_of_others(coming: Coming) -> list[tuple[str, str]]:
    """Take out of staging the resources that another source owns; returns their keys and who that is.

    Demo records own nothing: they give way.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {STAGING} a USING learn_cataloguerecord c"  # noqa: S608 - names of ours
            " WHERE a.kind = 'learning_resource' AND c.kind = a.kind AND md5(c.key) = md5(a.key)"
            " AND c.source <> %s AND c.valid_to IS NULL AND (NOT c.is_demo OR %s) RETURNING a.key, c.source",
            [coming.source, coming.is_demo],
        )
        return sorted(set(cursor.fetchall()))


def close_demo(coming: Coming) -> int:
    """Real records have come: those the demo brought, of this source or under the same keys, are no longer true."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE learn_cataloguerecord c SET valid_to = GREATEST(%s, c.valid_from)"  # noqa: S608 - names of ours
            " WHERE c.is_demo AND c.valid_to IS NULL"
            f" AND (c.source = %s OR EXISTS (SELECT 1 FROM {STAGING} a WHERE a.kind = 'learning_resource'"
            " AND md5(a.key) = md5(c.key))) RETURNING c.source, c.kind, c.key",
            [coming.at, coming.source],
        )
        closed = cursor.fetchall()
    _touch((kind, key) for source, kind, key in closed if source == coming.source)
    return len(closed)


def remember(coming: Coming) -> Difference:
    """Close the versions that are no longer true and begin the new ones; what differs is then ``touched``."""
    _touch(())
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING, {"source": coming.source})
        cursor.execute("ANALYZE differing_records")
        removed = _close_gone(coming)
        cursor.execute(_CLOSE_CHANGED, {"at": coming.at})
        cursor.execute(
            _BEGIN_UNDONE if coming.undoes else _BEGIN,
            {"source": coming.source, "release": coming.release, "at": coming.at, "demo": coming.is_demo},
        )
        cursor.execute(
            "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM differing_records"
        )
        added, changed = cursor.fetchone()
        cursor.execute(
            f"INSERT INTO {TOUCHED} SELECT kind, key FROM differing_records ON CONFLICT DO NOTHING"  # noqa: S608 - names of ours
        )
    return Difference(added=added, changed=changed, removed=removed)


def touched(source: str, kind: str, *, at_once: int) -> Iterator[list["Current"]]:
    """The touched records of a kind as they now are, in batches; those that are gone have no body.

    A record that is in several scopes is there until the last of them loses it.
    """
    last = ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_TOUCHED, {"source": source, "kind": kind, "last": last, "limit": at_once})
            batch = [Current(*row) for row in cursor.fetchall()]
        if not batch:
            return
        yield batch
        last = batch[-1].key


@dataclass(frozen=True)
class Current:
    """What is true of a key now. ``text`` is what came with it but is not in the body; None when nothing came."""

    key: str
    body: str | None
    digest: str | None
    scope: str | None
    release: str | None
    is_demo: bool | None
    text: str | None


def _touch(keys: Iterable[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {TOUCHED} (kind text, key text, PRIMARY KEY (kind, key)) ON COMMIT DROP"
        )
        cursor.executemany(f"INSERT INTO {TOUCHED} VALUES (%s, %s) ON CONFLICT DO NOTHING", list(keys))  # noqa: S608 - names of ours


def _close_gone(coming: Coming) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _CLOSE_GONE,
            {
                "source": coming.source,
                "scopes": list(coming.scopes),
                "at": coming.at,
                "unreadable": coming.unreadable,
            },
        )
        row = cursor.fetchone()
    return int(row[0])


_DIFFERING = f"""
CREATE TEMP TABLE differing_records ON COMMIT DROP AS
SELECT a.*, c.id AS previous, c.body AS known, c.valid_from AS began, c.id IS NULL AS is_new,
       (SELECT max(e.valid_to) FROM learn_cataloguerecord e
        WHERE e.source = %(source)s AND md5(e.key) = md5(a.key) AND e.scope = a.scope) AS ended
FROM {STAGING} a LEFT JOIN learn_cataloguerecord c
  ON c.source = %(source)s AND c.scope = a.scope AND md5(c.key) = md5(a.key) AND c.valid_to IS NULL
WHERE c.id IS NULL OR c.digest <> a.digest
"""  # noqa: S608 - names of ours

_CLOSE_GONE = f"""
WITH gone AS (
  UPDATE learn_cataloguerecord c SET valid_to = GREATEST(%(at)s, c.valid_from)
  WHERE c.source = %(source)s AND c.scope = ANY(%(scopes)s) AND c.valid_to IS NULL
    AND NOT EXISTS (SELECT 1 FROM {STAGING} a WHERE a.scope = c.scope AND md5(a.key) = md5(c.key))
    AND c.key <> ALL(%(unreadable)s::text[])
  RETURNING c.kind, c.key
), noted AS (INSERT INTO {TOUCHED} SELECT DISTINCT kind, key FROM gone ON CONFLICT DO NOTHING)
SELECT count(*) FROM gone
"""  # noqa: S608 - names of ours

_CLOSE_CHANGED = """
UPDATE learn_cataloguerecord c SET valid_to = GREATEST(%(at)s, c.valid_from)
FROM differing_records d WHERE c.id = d.previous
"""

_DETAILS_MERGED = " || ".join(
    f"CASE WHEN jsonb_typeof(d.known->'{name}') = 'object' AND jsonb_typeof(d.body->'{name}') = 'object'"
    f" THEN jsonb_build_object('{name}', (d.known->'{name}') || (d.body->'{name}')) ELSE '{{}}'::jsonb END"
    for name in DETAILS
)

_RUNS_MERGED = """
CASE WHEN jsonb_typeof(d.known->'runs') = 'array' AND jsonb_array_length(d.body->'runs') > 0
THEN jsonb_build_object('runs', (
  SELECT jsonb_agg(COALESCE(old.value, '{}') || new.value ORDER BY new.place)
  FROM jsonb_array_elements(d.body->'runs') WITH ORDINALITY AS new(value, place)
  LEFT JOIN jsonb_array_elements(d.known->'runs') AS old(value) ON old.value->>'run_id' = new.value->>'run_id'
)) ELSE '{}'::jsonb END
"""

# The text of files is in the rows learners search, not in every version.
_TEXTLESS = "CASE WHEN d.kind IN ('content_file', 'tutor_problem_file') THEN d.body - 'content' ELSE d.body END"

_MERGED = f"""
CASE WHEN d.known IS NULL THEN {_TEXTLESS}
     ELSE d.known || {_TEXTLESS} || CASE WHEN d.kind = 'learning_resource' THEN {_DETAILS_MERGED} || {_RUNS_MERGED}
                                         ELSE '{{}}'::jsonb END END
"""

_BEGIN = f"""
INSERT INTO learn_cataloguerecord (source, scope, kind, key, digest, payload, run, release, body, is_demo, valid_from)
SELECT %(source)s, d.scope, d.kind, d.key, d.digest, d.payload, d.run, %(release)s, {_MERGED}, %(demo)s,
       GREATEST(%(at)s, d.began, d.ended)
FROM differing_records d
"""  # noqa: S608 - names of ours

# What was true when the release was first applied is true again, to the letter.
_EARLIER = """
(SELECT e.body FROM learn_cataloguerecord e WHERE e.source = %(source)s AND e.scope = d.scope
   AND md5(e.key) = md5(d.key) AND e.digest = d.digest ORDER BY e.id DESC LIMIT 1)
"""
_BEGIN_UNDONE = _BEGIN.replace(_MERGED, f"COALESCE({_EARLIER}, {_MERGED})")

_TOUCHED = f"""
SELECT t.key, c.body::text, c.digest, c.scope, c.release, c.is_demo, a.body->>'content'
FROM (SELECT key FROM {TOUCHED} WHERE kind = %(kind)s AND key > %(last)s ORDER BY key LIMIT %(limit)s) t
LEFT JOIN LATERAL (
  SELECT * FROM learn_cataloguerecord c WHERE c.source = %(source)s AND md5(c.key) = md5(t.key) AND c.valid_to IS NULL
  ORDER BY c.valid_from DESC, c.id DESC LIMIT 1
) c ON true
LEFT JOIN {STAGING} a ON a.scope = c.scope AND md5(a.key) = md5(c.key)
ORDER BY t.key
"""  # noqa: S608 - names of ours
