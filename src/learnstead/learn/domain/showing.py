"""Resources as the API shows them, kept ready in a table: a page of results is one small query instead of eight.

What was written of a resource is shown for as long as its row has not changed; else it is written anew, at the latest
by whoever asks. What lies around it (the titles of its children, say) is followed by ``refresh``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain

from django.db import connection
from django.db.models import Q

from learnstead import __version__
from learnstead.learn.domain import wholes
from learnstead.learn.domain.wholes import Whole
from learnstead.learn.models import LearningResource, Relationship
from learnstead.ports.services import services

# Raise it when the same row is to be shown differently.
FORM = 1
AT_ONCE = 200

# No write of a row goes by without another place for it, or another transaction.
_READ = """
    SELECT r.id, concat(%(writer)s::text, r.xmin, ':', r.ctid), s.version, s.body
    FROM learn_learningresource r LEFT JOIN learn_shownresource s ON s.resource_id = r.id
    WHERE r.id = ANY(%(ids)s) AND r.published AND NOT r.test_mode
"""
_KEEP = """
    INSERT INTO learn_shownresource (resource_id, version, body)
    SELECT new.* FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, version, body)
    JOIN learn_learningresource r ON r.id = new.id
    ON CONFLICT (resource_id) DO UPDATE SET version = excluded.version, body = excluded.body
"""

_writers: list[Callable[[Whole], bytes]] = []


def write_by(written: Callable[[Whole], bytes]) -> None:
    """How a resource is written down; the API says so when it is there."""
    _writers[:] = [written]


def by_ids(ids: Iterable[int | str]) -> list[bytes]:
    """Resources in JSON, in the order of these ids; those that nobody may see are left out."""
    wanted = [int(one) for one in ids]
    there = _read(wanted)
    ready = {pk: body.encode() for pk, (now, then, body) in there.items() if now == then}
    ready |= _written({pk: now for pk, (now, _, _) in there.items() if pk not in ready})
    return [ready[pk] for pk in wanted if pk in ready]


def refresh(ids: Sequence[int]) -> None:
    """Write down anew these resources, and those around them, which name them."""
    around = Relationship.objects.filter(Q(child__in=ids) | Q(parent__in=ids)).values_list("child", "parent")
    _write_anew({*ids, *(pk for pk in chain.from_iterable(around) if pk)})


def refresh_all() -> None:
    """Write down anew everything: what lies around resources may have changed in ways that nobody told."""
    _write_anew(LearningResource.objects.filter(published=True).values_list("pk", flat=True))


def catch_up() -> None:
    """Write down what is not there as its row is now."""
    every = list(LearningResource.objects.filter(published=True).order_by("pk").values_list("pk", flat=True))
    for batch in _batches(every):
        _written({pk: now for pk, (now, then, _) in _read(batch).items() if now != then})


def _write_anew(ids: Iterable[int]) -> None:
    for batch in _batches(sorted(ids)):
        _written({pk: now for pk, (now, _, _) in _read(batch).items()})


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _read(ids: Sequence[int]) -> Mapping[int, tuple[str, str | None, str]]:
    """For each resource what its version is now, of which version something is written down, and what."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"ids": list(ids), "writer": f"{_writer()}:"})
        return {pk: (now, then, body) for pk, now, then, body in cursor.fetchall()}


def _writer() -> str:
    """Whoever would write the same of the same row: this release of ours, at this address."""
    return f"{FORM}:{__version__}:{blake2b(services().url.encode(), digest_size=6).hexdigest()}"


def _written(versions: Mapping[int, str]) -> dict[int, bytes]:
    """Write down these resources and keep it. The version was read before: what changes meanwhile is written again."""
    if not versions:
        return {}
    write = _writers[0]
    bodies = {whole.resource.pk: write(whole) for whole in wholes.by_ids(sorted(versions))}
    rows = [(pk, versions[pk], body.decode()) for pk, body in bodies.items()]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [[row[column] for row in rows] for column in range(3)])
    return bodies
