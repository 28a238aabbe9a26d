"""What is offered changes with the clock: runs begin and end, and enrolment opens and closes."""

from datetime import datetime

import msgspec
from django.db import connection, transaction

from learnstead.kernel.contracts import LearningResource
from learnstead.learn.domain.offering import offering
from learnstead.learn.domain.writing.cells import offered_columns
from learnstead.learn.models import LearningResource as Resource

AT_ONCE = 1000
_DECODER: msgspec.json.Decoder[LearningResource] = msgspec.json.Decoder(LearningResource)


def recheck(*, at: datetime) -> list[int]:
    """Derive anew what is offered by the resources for which a date has passed; returns those that changed.

    Resources of a replayed past stay in it.
    """
    changed: list[int] = []
    while batch := _due(at):
        changed += _bring_up_to_date(batch, at)
    return changed


def follow_clock(*, source: str, at: datetime, frozen: bool) -> list[int]:
    """Derive anew what the resources of a source offer, as a run of it was told the time; returns what changed.

    ``frozen``: the run was told another time than the real one, and all of its resources go there, also those that
    its feed left as they were. A run in real time brings those back that an earlier one left in another.
    """
    moved: list[int] = []
    while batch := _elsewhere(source, at, frozen=frozen):
        moved += _bring_up_to_date(batch, at, frozen=frozen)
    return moved


def _elsewhere(source: str, at: datetime, *, frozen: bool) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_ELSEWHERE, {"source": source, "at": at, "frozen": frozen, "limit": AT_ONCE})
        return list(cursor.fetchall())


def _due(at: datetime) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"at": at, "limit": AT_ONCE})
        return list(cursor.fetchall())


@transaction.atomic
def _bring_up_to_date(batch: list[tuple[int, str]], at: datetime, *, frozen: bool = False) -> list[int]:
    known = Resource.objects.select_for_update().in_bulk([pk for pk, _ in batch])
    changed = []
    for pk, body in batch:
        columns = offered_columns(offering(_DECODER.decode(body), at))
        columns["prices"] = msgspec.json.decode(columns["prices"])
        resource = known[pk]
        if any(getattr(resource, name) != value for name, value in columns.items() if name != "recheck_at"):
            changed.append(pk)
            columns["changed_at"] = at
        Resource.objects.filter(pk=pk).update(**columns, derived_at=at, clock_is_frozen=frozen)
    return changed


_WITH_CURRENT_VERSION = """
SELECT r.id, c.body::text FROM learn_learningresource r
CROSS JOIN LATERAL (
  SELECT body FROM learn_cataloguerecord c WHERE c.source = r.source AND c.valid_to IS NULL
    AND md5(c.key) = md5(r.resource_type || ':' || COALESCE(NULLIF(r.platform, ''), '-') || ':' || r.readable_id)
  ORDER BY c.valid_from DESC, c.id DESC LIMIT 1
) c
"""
_DUE = f"""{_WITH_CURRENT_VERSION}
WHERE r.recheck_at <= %(at)s AND NOT r.clock_is_frozen ORDER BY r.recheck_at LIMIT %(limit)s
"""
_ELSEWHERE = f"""{_WITH_CURRENT_VERSION}
WHERE r.source = %(source)s AND (r.clock_is_frozen OR %(frozen)s)
  AND NOT (r.clock_is_frozen = %(frozen)s AND r.derived_at IS NOT DISTINCT FROM %(at)s)
ORDER BY r.id LIMIT %(limit)s
"""
