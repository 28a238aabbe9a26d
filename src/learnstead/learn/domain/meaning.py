"""Search by meaning: what of the catalogue is near a text, or near something else."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from learnstead.learn.domain import search_documents
from learnstead.learn.domain.nearness import near_in, question
from learnstead.learn.domain.passages import Passage, captions_of
from learnstead.learn.domain.passages import of as pieces_of
from learnstead.learn.models import VectorSpace
from learnstead.ports.encoder import Encoder, EncoderUnavailable, Trainable
from learnstead.ports.vectors import VectorIndex

RESOURCES, PASSAGES = "resources", "passages"
MOST_SIMILAR, MOST_PASSAGES = 12, 10


def near(
    text: str, *, encoder: Encoder, vectors: VectorIndex, encoded_by: Container[str] | None = None
) -> Mapping[str, float]:
    """Resources, by their id as text, with how near they are (0 to 1); at most 500, none for nonsense.

    Raises Transient, EncoderUnavailable among them, when meaning cannot be asked for now; search goes on by words.
    ``encoded_by``, if that is known already, are the encoders whose vectors are all there.
    """
    if not text.strip():
        return {}
    model = encoder.in_use() if isinstance(encoder, Trainable) else encoder
    where = collection(RESOURCES, readable(model, encoded_by))
    return near_in(where, text, encoder=model, vectors=vectors)


def similar(resource_id: int, *, encoder: Encoder, vectors: VectorIndex, limit: int = MOST_SIMILAR) -> list[int]:
    """Resources like this one, the most alike first; none for one that search does not know. Raises as ``near``."""
    where, own = collection(RESOURCES, readable(encoder)), str(resource_id)
    vector = vectors.vectors(where, [own]).get(own)
    if vector is None:
        return []
    # Long texts on one subject have less in common than a question with its answer.
    found = vectors.nearest(where, vector, at_least=encoder.floor / 2, limit=limit + 1)
    return [int(id_) for id_, _ in found if id_ != own][:limit]


@dataclass(frozen=True)
class Found:
    """A passage and how near it is (the cosine)."""

    passage: Passage
    cosine: float


def passages(
    text: str, *, owners: Sequence[int], encoder: Encoder, vectors: VectorIndex, limit: int = MOST_PASSAGES
) -> list[Found]:
    """Passages inside these resources that are near a text, the nearest first. Raises as ``near``."""
    if not owners or not text.strip():
        return []
    where = collection(PASSAGES, readable(encoder))
    near_by = vectors.nearest(
        where,
        question(text, encoder),
        at_least=encoder.floor,
        limit=limit,
        owners=[str(owner) for owner in owners],
    )
    holders = {int(id_.partition(":")[0]) for id_, _ in near_by}
    captions = captions_of(holders)
    there = {
        passage.id: passage
        for entry in search_documents.entries(holders)
        for passage in pieces_of(entry, captions.get(int(entry.id), ""))
    }
    return [Found(there[id_], cosine) for id_, cosine in near_by if id_ in there]


def readable(encoder: Encoder, encoded_by: Container[str] | None = None) -> str:
    """The name of the encoder, if the vectors it makes are all there."""
    name = encoder.name
    there = VectorSpace.objects.filter(pk=name, live=True).exists() if encoded_by is None else name in encoded_by
    if not there:
        raise EncoderUnavailable(f"the vectors of {name} are being made; until then search goes by words")
    return name


def collection(kind: str, encoder: str) -> str:
    """What a collection is called."""
    return f"{kind}:{encoder}"
