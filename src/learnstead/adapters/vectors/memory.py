"""Vectors in memory: for measurements, and wherever a process needs them for itself only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from learnstead.adapters.vectors import cosines
from learnstead.ports.encoder import Vector
from learnstead.ports.vectors import Point


class MemoryVectors:
    """Collections as dictionaries of points; a matrix is made of one when it is first asked."""

    def __init__(self) -> None:
        self._points: dict[str, dict[str, Point]] = defaultdict(dict)
        self._matrices: dict[str, tuple[list[str], cosines.Matrix]] = {}

    def put(self, collection: str, points: Iterable[Point]) -> None:
        """Keep them."""
        self._points[collection].update({point.id: point for point in points})
        self._matrices.pop(collection, None)

    def remove(self, collection: str, *, ids: Iterable[str] = (), owners: Iterable[str] = ()) -> None:
        """Let go of them."""
        gone, left = set(ids), set(owners)
        points = self._points.get(collection, {})
        for point in [one for one in points.values() if one.id in gone or one.owner in left]:
            del points[point.id]
        self._matrices.pop(collection, None)

    def nearest(
        self, collection: str, vector: Vector, *, at_least: float, limit: int, owners: Sequence[str] = ()
    ) -> Sequence[tuple[str, float]]:
        """Compare all."""
        points = self._points.get(collection, {})
        if owners:
            chosen = [point for point in points.values() if point.owner in owners]
            ids, matrix = [point.id for point in chosen], _matrix(chosen)
        else:
            if collection not in self._matrices:
                self._matrices[collection] = (list(points), _matrix(points.values()))
            ids, matrix = self._matrices[collection]
        return cosines.nearest(ids, matrix, vector, at_least=at_least, limit=limit)

    def vectors(self, collection: str, ids: Sequence[str]) -> Mapping[str, Vector]:
        """As they were put."""
        points = self._points.get(collection, {})
        return {id_: points[id_].vector for id_ in ids if id_ in points}

    def checksums(self, collection: str, *, owners: Sequence[str] = ()) -> Mapping[str, str]:
        """As they were put."""
        points = self._points.get(collection, {}).values()
        return {point.id: point.checksum for point in points if not owners or point.owner in owners}

    def collections(self) -> Sequence[str]:
        """By name."""
        return sorted(self._points)

    def drop(self, collection: str) -> None:
        """Let go of it."""
        self._points.pop(collection, None)
        self._matrices.pop(collection, None)


def _matrix(points: Iterable[Point]) -> cosines.Matrix:
    return cosines.unpacked([cosines.packed(point.vector) for point in points])
