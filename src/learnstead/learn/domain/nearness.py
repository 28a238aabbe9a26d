"""How near in meaning a text is to points of a collection. Knows no database, so that measurements can use it."""

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from learnstead.kernel.errors import Transient
from learnstead.ports.encoder import Encoder, EncoderUnavailable, Vector
from learnstead.ports.vectors import VectorIndex

MOST_NEAR = 500
LONGEST_QUESTION = 2000
REMEMBERED = 2000

log = logging.getLogger(__name__)


def near_in(collection: str, text: str, *, encoder: Encoder, vectors: VectorIndex) -> Mapping[str, float]:
    """Points with how near they are, from 1 for the nearest downwards.

    What is near at all depends on the encoder's floor only, never on what else there is: nonsense is near nothing.
    """
    found = vectors.nearest(collection, question(text, encoder), at_least=encoder.floor, limit=MOST_NEAR)
    return shares(found)


def shares(found: Sequence[tuple[str, float]]) -> Mapping[str, float]:
    """Cosines as shares of the best of them; keyword scores are shares of the best of theirs."""
    best = max((cosine for _, cosine in found), default=0.0)
    return {id_: round(cosine / best, 4) for id_, cosine in found} if best > 0 else {}


def question(text: str, encoder: Encoder) -> Vector:
    """The vector of what somebody asks; the latest are remembered, for people turn pages and choose facets.

    Raises EncoderUnavailable whatever went wrong: nobody who asks can mend it.
    """
    try:
        return _asked(cast("Any", encoder), encoder.name, " ".join(text[:LONGEST_QUESTION].split()))
    except EncoderUnavailable:
        raise
    except Transient as problem:
        raise EncoderUnavailable(str(problem)) from problem


@lru_cache(maxsize=REMEMBERED)
def _asked(encoder: Any, name: str, text: str) -> Vector:
    """By the model of this name, which is there to be remembered by."""
    vector: Vector = tuple(encoder.encode([text])[0])
    log.debug("encoded a question by %s", name)
    return vector
