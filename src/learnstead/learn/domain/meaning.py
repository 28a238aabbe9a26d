"""Search by meaning: what of the catalogue is near a text, or near something else."""

from collections.abc import Mapping

from learnstead.learn.domain.nearness import near_in
from learnstead.learn.models import VectorSpace
from learnstead.ports.encoder import Encoder, EncoderUnavailable
from learnstead.ports.vectors import VectorIndex

RESOURCES, PASSAGES = "resources", "passages"
MOST_SIMILAR = 12


def near(text: str, *, encoder: Encoder, vectors: VectorIndex) -> Mapping[str, float]:
    """Resources, by their id as text, with how near they are (0 to 1); at most 500, none for nonsense.

    Raises Transient, EncoderUnavailable among them, when meaning cannot be asked for now; search goes on by words.
    """
    if not text.strip():
        return {}
    name = readable(encoder)
    found = near_in(collection(RESOURCES, name), text, encoder=encoder, vectors=vectors)
    if encoder.name != name:  # another model took over in between
        return near_in(collection(RESOURCES, readable(encoder)), text, encoder=encoder, vectors=vectors)
    return found


def similar(resource_id: int, *, encoder: Encoder, vectors: VectorIndex, limit: int = MOST_SIMILAR) -> list[int]:
    """Resources like this one, the most alike first; none for one that search does not know. Raises as ``near``."""
    where, own = collection(RESOURCES, readable(encoder)), str(resource_id)
    vector = vectors.vectors(where, [own]).get(own)
    if vector is None:
        return []
    found = vectors.nearest(where, vector, at_least=encoder.floor, limit=limit + 1)
    return [int(id_) for id_, _ in found if id_ != own][:limit]


def readable(encoder: Encoder) -> str:
    """The name of the encoder, if the vectors it makes are all there."""
    name = encoder.name
    if not VectorSpace.objects.filter(pk=name, live=True).exists():
        raise EncoderUnavailable(f"the vectors of {name} are being made; until then search goes by words")
    return name


def collection(kind: str, encoder: str) -> str:
    """What a collection is called."""
    return f"{kind}:{encoder}"
