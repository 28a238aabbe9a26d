"""Vectors in our own PostgreSQL, compared in this process.

Any PostgreSQL will do, with or without an extension for vectors; why, and what was measured, is in ADR 0016.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from learnstead.adapters.vectors.models import Collection, StoredPoint
from learnstead.ports.encoder import Vector
from learnstead.ports.vectors import Point

if TYPE_CHECKING:
    from learnstead.adapters.vectors.cosines import Matrix

AT_ONCE = 1000
# What is larger is not kept in memory (30 MB at 256 dimensions) but read through in turn; ask for owners there.
MOST_KEPT = 30_000
CHANGED = ["owner", "checksum", "vector", "revision"]


@dataclass(frozen=True)
class Kept:
    """A collection in memory as it was at a revision; it is never changed, only replaced."""

    born: int
    revision: int
    ids: Sequence[str]
    matrix: "Matrix"


class DatabaseVectors:
    """Rows of points. Each process keeps the small collections it was asked about, and reads only what changed."""

    def __init__(self, *, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._kept: dict[str, Kept] = {}
        self._reading = Lock()

    def put(self, collection: str, points: Iterable[Point]) -> None:
        """Batch by batch, each its own transaction: what was put stays when a later batch fails."""
        from learnstead.adapters.vectors.cosines import packed  # noqa: PLC0415 - numpy, only when needed

        rest = iter(points)
        while batch := {point.id: point for point in islice(rest, AT_ONCE)}:
            with transaction.atomic():
                revision = _next_revision(collection)
                rows = [
                    StoredPoint(
                        collection_id=collection,
                        point=point.id,
                        owner=point.owner,
                        checksum=point.checksum,
                        vector=packed(point.vector),
                        revision=revision,
                    )
                    for point in batch.values()
                ]
                StoredPoint.objects.bulk_create(
                    rows, update_conflicts=True, unique_fields=["collection", "point"], update_fields=CHANGED
                )

    def remove(self, collection: str, *, ids: Iterable[str] = (), owners: Iterable[str] = ()) -> None:
        """Take their vectors away; the rows tell other processes."""
        gone = Q(point__in=list(ids)) | Q(owner__in=list(owners))
        with transaction.atomic():
            if Collection.objects.filter(pk=collection).exists():
                rows = StoredPoint.objects.filter(gone, collection=collection).exclude(vector=b"")
                rows.update(owner="", checksum="", vector=b"", revision=_next_revision(collection))

    def nearest(
        self, collection: str, vector: Vector, *, at_least: float, limit: int, owners: Sequence[str] = ()
    ) -> Sequence[tuple[str, float]]:
        """Compare all there are, or all of these owners."""
        from learnstead.adapters.vectors.cosines import nearest, unpacked  # noqa: PLC0415 - as above

        points = StoredPoint.objects.filter(collection=collection).exclude(vector=b"")
        if owners:
            rows = list(points.filter(owner__in=owners).values_list("point", "vector"))
            matrix = unpacked([bytes(row[1]) for row in rows])
            return nearest([row[0] for row in rows], matrix, vector, at_least=at_least, limit=limit)
        kept = self._current(collection)
        if kept is not None:
            return nearest(kept.ids, kept.matrix, vector, at_least=at_least, limit=limit)
        found: list[tuple[str, float]] = []
        for ids, matrix in _in_turn(collection):
            found += nearest(ids, matrix, vector, at_least=at_least, limit=limit)
            found = sorted(found, key=lambda one: (-one[1], one[0]))[:limit]
        return found

    def vectors(self, collection: str, ids: Sequence[str]) -> Mapping[str, Vector]:
        """Two bytes exact."""
        from learnstead.adapters.vectors.cosines import unpacked  # noqa: PLC0415 - as above

        rows = StoredPoint.objects.filter(collection=collection, point__in=ids).exclude(vector=b"")
        return {point: unpacked([bytes(vector)])[0].tolist() for point, vector in rows.values_list("point", "vector")}

    def checksums(self, collection: str, *, owners: Sequence[str] = ()) -> Mapping[str, str]:
        """One column."""
        points = StoredPoint.objects.filter(collection=collection).exclude(vector=b"")
        points = points.filter(owner__in=owners) if owners else points
        return dict(points.values_list("point", "checksum"))

    def collections(self) -> Sequence[str]:
        """By name."""
        return list(Collection.objects.order_by("name").values_list("name", flat=True))

    def drop(self, collection: str) -> None:
        """The rows."""
        with transaction.atomic():
            StoredPoint.objects.filter(collection=collection).delete()
            Collection.objects.filter(pk=collection).delete()
        self._kept.pop(collection, None)

    def _current(self, collection: str) -> Kept | None:
        """The collection as it is now, or None when it is too large to keep."""
        with connection.cursor() as cursor:  # asked with every search, and so without the ORM's own work
            cursor.execute("SELECT born, revision FROM vectors_collection WHERE name = %s", [collection])
            state = cursor.fetchone() or (0, 0)
        kept = self._kept.get(collection)
        if kept is not None and (kept.born, kept.revision) == state:
            return kept
        with self._reading:
            kept = self._read(collection, *state)
            if kept is not None:
                self._kept[collection] = kept
            return kept

    def _read(self, collection: str, born: int, revision: int) -> Kept | None:
        """Everything, or what changed since it was read last."""
        from learnstead.adapters.vectors.cosines import unpacked  # noqa: PLC0415 - as above

        before = self._kept.get(collection)
        if before is not None and (before.born != born or before.revision > revision):
            before = None
        rows = StoredPoint.objects.filter(collection=collection)
        if before is None:
            if rows.count() > self._most_kept:
                return None
            rows = rows.exclude(vector=b"")
        else:
            rows = rows.filter(revision__gt=before.revision)
        changed = [(point, bytes(vector)) for point, vector in rows.order_by("point").values_list("point", "vector")]
        there = [(point, vector) for point, vector in changed if vector]
        ids, matrix = [point for point, _ in there], unpacked([vector for _, vector in there])
        if before is not None:
            ids, matrix = _joined(before, {point for point, _ in changed}, ids, matrix)
        return Kept(born, revision, ids, matrix)


def _joined(before: Kept, changed: set[str], ids: list[str], matrix: "Matrix") -> tuple[list[str], "Matrix"]:
    """What stayed as it was, and what is new."""
    import numpy as np  # noqa: PLC0415 - as above

    same = [row for row, point in enumerate(before.ids) if point not in changed]
    if not same:
        return ids, matrix
    kept = before.matrix if len(same) == len(before.ids) else before.matrix[same]
    joined = np.concatenate([kept, matrix]) if ids else kept
    return [*(before.ids[row] for row in same), *ids], joined


def _in_turn(collection: str) -> Iterator[tuple[list[str], "Matrix"]]:
    """A large collection in pieces."""
    from learnstead.adapters.vectors.cosines import unpacked  # noqa: PLC0415 - as above

    last, points = 0, StoredPoint.objects.filter(collection=collection).exclude(vector=b"").order_by("pk")
    while rows := list(points.filter(pk__gt=last).values_list("pk", "point", "vector")[: 10 * AT_ONCE]):
        last = rows[-1][0]
        yield [row[1] for row in rows], unpacked([bytes(row[2]) for row in rows])


def _next_revision(collection: str) -> int:
    """Count the change, and hold the collection until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO vectors_collection (name, born, revision)"
            " VALUES (%s, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, 1)"
            " ON CONFLICT (name) DO UPDATE SET revision = vectors_collection.revision + 1 RETURNING revision",
            [collection],
        )
        (revision,) = cursor.fetchone()
    return int(revision)
