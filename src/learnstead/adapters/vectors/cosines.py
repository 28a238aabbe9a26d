"""Which of many vectors are nearest to one: all of them are compared, so the answer is exact."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnstead.ports.encoder import Vector

# The last digits of a sum depend on how many are summed at once; what differs only there is a tie, told apart by id.
DIGITS = 5

Matrix = NDArray[np.float32]


def packed(vector: Vector) -> bytes:
    """Two bytes for each number."""
    return np.asarray(vector, np.float32).astype("<f2").tobytes()


def unpacked(rows: Sequence[bytes]) -> Matrix:
    """Packed vectors of one length as the rows of a matrix."""
    if not rows:
        return np.zeros((0, 0), np.float32)
    numbers: Matrix = np.frombuffer(b"".join(rows), "<f2").astype(np.float32).reshape(len(rows), -1)
    return numbers


def nearest(
    ids: Sequence[str], matrix: Matrix, vector: Vector, *, at_least: float, limit: int
) -> Sequence[tuple[str, float]]:
    """Ids of the nearest rows with their cosines, nearest first, then by id."""
    asked = np.asarray(vector, np.float32)
    if not len(ids) or not asked.any() or limit <= 0:
        return []
    cosines = (matrix @ asked).round(DIGITS)
    found = np.flatnonzero(cosines >= at_least)
    if len(found) > limit:  # ties at the edge stay until the ids have spoken
        edge = np.partition(cosines[found], len(found) - limit)[len(found) - limit]
        found = found[cosines[found] >= edge]
    ranked = sorted((-float(cosines[row]), ids[row]) for row in found.tolist())
    return [(id_, min(-negative, 1.0)) for negative, id_ in ranked[:limit]]
