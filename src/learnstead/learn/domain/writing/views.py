"""Looks at resources: each event once, in one pass."""

from django.db import connection

from learnstead.learn.domain.versions import STAGING
from learnstead.learn.domain.writing.context import Writing


def count_views(writing: Writing, *, is_demo: bool) -> int:
    """Take the view events out of staging and count those that are new; returns how many those were.

    Readable id, platform and type name the resource; an event that lacks them, by its number.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"source": writing.source, "demo": is_demo})
        new = int(cursor.fetchone()[0])
        cursor.execute(f"DELETE FROM {STAGING} WHERE kind = 'view_event'")  # noqa: S608 - a name of ours
    return new


_KEEP = f"""
WITH events AS (
  SELECT DISTINCT ON (body->>'event_uuid') body, (body->>'event_date')::timestamptz AS event_date
  FROM {STAGING} WHERE kind = 'view_event' ORDER BY body->>'event_uuid'
), kept AS (
  INSERT INTO learn_viewevent (event_uuid, source, is_demo, event_date, resource_id, named)
  SELECT e.body->>'event_uuid', %(source)s, %(demo)s, e.event_date, COALESCE(worded.id, numbered.id),
         e.body - 'event_uuid' - 'event_date' - 'record' - 'etl_source'
  FROM events e
  LEFT JOIN learn_learningresource worded ON worded.readable_id = e.body->>'readable_id'
    AND worded.platform = COALESCE(e.body->>'platform', '') AND worded.resource_type = e.body->>'resource_type'
  LEFT JOIN learn_learningresource numbered ON e.body->>'readable_id' IS NULL
    AND numbered.id = CASE WHEN length(e.body->>'resource_id') <= 18 THEN (e.body->>'resource_id')::bigint END
  ON CONFLICT (event_uuid) DO NOTHING
  RETURNING resource_id
), counted AS (
  UPDATE learn_learningresource r SET view_count = r.view_count + n.looks
  FROM (SELECT resource_id, count(*) AS looks FROM kept WHERE resource_id IS NOT NULL GROUP BY resource_id) n
  WHERE r.id = n.resource_id
)
SELECT count(*) FROM kept
"""  # noqa: S608 - a name of ours
