"""An index of vectors: what lies near what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from learnstead.ports.encoder import Vector


@dataclass(frozen=True)
class Point:
    """A vector by its ``id``; ``owner`` groups points that live and die together, such as the passages of a course.

    ``checksum`` is that of the text, so that what did not change is not encoded again.
    """

    id: str
    vector: Vector
    checksum: str
    owner: str = ""


class VectorIndex(Protocol):
    """Points in named collections, exact and deterministic. A collection belongs to the one model that named it.

    A collection is named for what it holds and by which model: "resources:lsa-1f2e3d4c". Calls raise Transient when
    the index cannot be reached.
    """

    def put(self, collection: str, points: Iterable[Point]) -> None:
        """Add points, in place of those with the same id; makes the collection when there is none."""

    def remove(self, collection: str, *, ids: Iterable[str] = (), owners: Iterable[str] = ()) -> None:
        """Forget points by id or by owner."""

    def nearest(
        self, collection: str, vector: Vector, *, at_least: float, limit: int, owners: Sequence[str] = ()
    ) -> Sequence[tuple[str, float]]:
        """Ids and cosine similarities of at least ``at_least``, nearest first, then by id; of these owners, if any."""

    def vectors(self, collection: str, ids: Sequence[str]) -> Mapping[str, Vector]:
        """The vectors of those of these points that there are."""

    def checksums(self, collection: str, *, owners: Sequence[str] = ()) -> Mapping[str, str]:
        """The checksum of every point, by id; of these owners, if any are named."""

    def collections(self) -> Sequence[str]:
        """The names of all collections."""

    def drop(self, collection: str) -> None:
        """Forget a collection, if there is one."""
