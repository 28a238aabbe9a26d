"""Keeps vectors in step with the catalogue: what a resource says of itself, and the passages inside it.

Nothing is encoded twice: a text whose checksum is known keeps its vector. What changed waits in a table of its own, so
that a killed worker, a provider that is away or a day's budget that is spent delay it and lose nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import F, Max, QuerySet

from learnstead.kernel.errors import Transient
from learnstead.learn.domain import meaning, passages, search_documents
from learnstead.learn.domain.meaning import PASSAGES, RESOURCES
from learnstead.learn.models import EncodingSpent, LearningResource, ToEncode, VectorSpace
from learnstead.ports.encoder import Encoder, EncoderUnavailable, Trainable
from learnstead.ports.jobs import Queue
from learnstead.ports.search import Entry
from learnstead.ports.vectors import Point, VectorIndex

CATCH_UP_JOB, REBUILD_JOB = "learn.encode_what_changed", "learn.rebuild_vectors"
LOCK = "learn:vectors"
AT_ONCE, TEXTS_AT_ONCE = 50, 64
# Of a resource's own words and of the beginnings of what is inside it, so many characters are encoded.
OWN_CHARACTERS, INSIDE_CHARACTERS, EACH_INSIDE = 4000, 4000, 400
CHARACTERS_PER_TOKEN = 4
# To learn from: more takes long and teaches little.
MOST_TEXTS, PASSAGES_EACH, MOST_PASSAGES = 20_000, 3, 5_000
RETRAIN_WHEN_CHANGED = 0.2


class BudgetSpent(Transient):
    """What may be sent to a paid encoder today was sent; the rest waits for tomorrow."""


@dataclass(frozen=True)
class Standing:
    """How the vectors stand. ``encoder`` is empty when there is none; ``waiting`` counts resources."""

    encoder: str
    live: bool
    resources: int
    waiting: int
    changed: int
    problem: str = ""


@contextmanager
def _turn() -> Iterator[None]:
    """Be the only one that makes vectors, be it a worker or the command line; a process that dies gives its turn up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [LOCK])


def note(ids: Iterable[int], queue: Queue) -> None:
    """Note that these resources may have other words now, came or went, and ask for their vectors."""
    some_wait = is_waiting()  # then somebody has asked, and who makes vectors goes on until nothing waits
    ToEncode.objects.bulk_create([ToEncode(resource=one) for one in dict.fromkeys(ids)], batch_size=2000)
    if not some_wait:
        ask(queue)


def ask(queue: Queue) -> None:
    """Ask for vectors of what waits."""
    queue.put(CATCH_UP_JOB, lock=LOCK, once=CATCH_UP_JOB)


def ask_for_rebuild(queue: Queue, *, at: datetime | None = None) -> None:
    """Ask for all vectors anew, now or on another day."""
    queue.put(REBUILD_JOB, lock=LOCK, once=f"{REBUILD_JOB} {at:%F}" if at else REBUILD_JOB, at=at)


@_turn()
def catch_up(*, encoder: Encoder, vectors: VectorIndex, queue: Queue, at: datetime) -> None:
    """Make vectors for what waits; where there are none to add to, or too many changed, ask for all of them anew."""
    if not _is_live(encoder):
        if _listed().exists():
            ask_for_rebuild(queue)
        return
    name = encoder.name
    if isinstance(encoder, Trainable) and _outgrew(VectorSpace.objects.get(pk=name)):
        ask_for_rebuild(queue)
        return
    while rows := list(ToEncode.objects.order_by("pk").values_list("pk", "resource")[:AT_ONCE]):
        changed = _follow(sorted({resource for _, resource in rows}), encoder=encoder, vectors=vectors, at=at)
        with transaction.atomic():
            VectorSpace.objects.filter(pk=name).update(changed=F("changed") + changed)
            ToEncode.objects.filter(pk__in=[pk for pk, _ in rows]).delete()


@_turn()
def rebuild(*, encoder: Encoder, vectors: VectorIndex, at: datetime) -> int:
    """Make all vectors anew, then switch to them; returns how many resources have them.

    An encoder that can learn is trained first. The vectors in use stay until the new ones are whole; an attempt that
    was broken off is taken up where it ended.
    """
    noted = ToEncode.objects.aggregate(last=Max("pk"))["last"] or 0
    ids = list(_listed())
    made_by = encoder.train(_to_learn_from(ids)) if isinstance(encoder, Trainable) else encoder
    name = made_by.name
    VectorSpace.objects.get_or_create(encoder=name, defaults={"made_at": at})
    for batch in _batches(ids):
        _follow(batch, encoder=made_by, vectors=vectors, at=at)
    known = vectors.checksums(meaning.collection(RESOURCES, name))
    _forget([int(gone) for gone in known.keys() - {str(pk) for pk in ids}], name, vectors)
    with transaction.atomic():
        if isinstance(encoder, Trainable):
            encoder.adopt(name)
        VectorSpace.objects.exclude(pk=name).delete()
        VectorSpace.objects.filter(pk=name).update(live=True, made_at=at, resources=len(ids), changed=0)
        ToEncode.objects.filter(pk__lte=noted).delete()
    _drop_others(name, vectors)
    return len(ids)


def is_due(encoder: Encoder) -> bool:
    """Whether all vectors should be made anew: there are none, or the catalogue is not what the model learnt from."""
    if not _is_live(encoder):
        return _listed().exists()
    if not isinstance(encoder, Trainable):
        return False
    space = VectorSpace.objects.get(pk=encoder.name)
    return space.changed > RETRAIN_WHEN_CHANGED * space.resources


def is_waiting() -> bool:
    """Whether something waits for its vectors."""
    return ToEncode.objects.exists()


def standing(encoder: Encoder) -> Standing:
    """How the vectors stand, for people."""
    waiting = ToEncode.objects.values("resource").distinct().count()
    try:
        name = encoder.name
    except Transient as problem:
        return Standing("", live=False, resources=0, waiting=waiting, changed=0, problem=str(problem))
    space = VectorSpace.objects.filter(pk=name).first() or VectorSpace(encoder=name)
    return Standing(name, live=space.live, resources=space.resources, waiting=waiting, changed=space.changed)


def tomorrow(at: datetime) -> datetime:
    """When the next day's budget begins."""
    return datetime.combine(at.date() + timedelta(days=1), datetime.min.time(), at.tzinfo)


def text_of(entry: Entry) -> str:
    """What a resource says of itself, and how what is inside it begins."""
    own = "\n".join([entry.title, *entry.identifiers, *entry.people, *entry.keywords, entry.text])[:OWN_CHARACTERS]
    inside = "\n".join(f"{part.title}\n{part.text[:EACH_INSIDE]}" for part in entry.parts)[:INSIDE_CHARACTERS]
    return f"{own}\n{inside}".strip()


def _outgrew(space: VectorSpace) -> bool:
    """Whether what a model learnt from is the smaller part of the catalogue by now."""
    return space.changed + ToEncode.objects.values("resource").distinct().count() > space.resources


def _is_live(encoder: Encoder) -> bool:
    try:
        meaning.readable(encoder)
    except EncoderUnavailable:
        return False
    return True


def _listed() -> "QuerySet[LearningResource, int]":
    return LearningResource.objects.filter(published=True, test_mode=False).order_by("pk").values_list("pk", flat=True)


def _to_learn_from(ids: Sequence[int]) -> Iterator[str]:
    """What resources say, and some passages of each; of very many resources, every second or third and so on."""
    spare = MOST_PASSAGES
    for batch in _batches(ids[:: -(-len(ids) // MOST_TEXTS) or 1]):
        for entry in search_documents.entries(batch):
            yield text_of(entry)
            for passage in islice(passages.of(entry), min(PASSAGES_EACH, spare)):
                spare -= 1
                yield passage.text


def _follow(ids: Sequence[int], *, encoder: Encoder, vectors: VectorIndex, at: datetime) -> int:
    """Bring the vectors of some resources up to date; returns how many came, went or say something else."""
    name, owners = encoder.name, [str(pk) for pk in ids]
    entries = list(search_documents.entries(ids))
    captions = passages.captions_of(ids)
    inside = [passage for entry in entries for passage in passages.of(entry, captions.get(int(entry.id), ""))]
    own = [Text(entry.id, entry.id, text_of(entry)) for entry in entries]
    changed = 0
    for kind, texts in (
        (RESOURCES, own),
        (PASSAGES, [Text(one.id, str(one.resource), f"{one.title}\n{one.text}") for one in inside]),
    ):
        where = meaning.collection(kind, name)
        known = vectors.checksums(where, owners=owners) if owners else {}
        gone = known.keys() - {text.id for text in texts}
        if gone:
            vectors.remove(where, ids=sorted(gone))
        put = _put(where, [text for text in texts if known.get(text.id) != text.checksum], encoder, vectors, at)
        if kind == RESOURCES:
            changed = len(gone) + put
    return changed


@dataclass(frozen=True)
class Text:
    """What becomes one vector."""

    id: str
    owner: str
    text: str

    @property
    def checksum(self) -> str:
        """Of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]

    @property
    def tokens(self) -> int:
        """An estimate; for English it is a little high."""
        return len(self.text) // CHARACTERS_PER_TOKEN + 1


def _put(where: str, texts: Sequence[Text], encoder: Encoder, vectors: VectorIndex, at: datetime) -> int:
    """Encode and keep them, some at a time, as far as the day's budget goes."""
    rest = list(texts)
    while rest:
        chosen = rest[: _affordable(rest[:TEXTS_AT_ONCE], encoder, at)]
        made = encoder.encode([text.text for text in chosen])
        points = [
            Point(id=text.id, vector=vector, checksum=text.checksum, owner=text.owner)
            for text, vector in zip(chosen, made, strict=True)
        ]
        vectors.put(where, points)
        if encoder.daily_tokens is not None:
            _charge(sum(text.tokens for text in chosen), at)
        rest = rest[len(chosen) :]
    return len(texts)


def _affordable(texts: Sequence[Text], encoder: Encoder, at: datetime) -> int:
    """How many of these may be sent today, at least one; one that is larger than a day's budget goes alone."""
    budget = encoder.daily_tokens
    if budget is None:
        return len(texts)
    spent = EncodingSpent.objects.filter(pk=at.date()).values_list("tokens", flat=True).first() or 0
    left, count = budget - spent, 0
    while count < len(texts) and texts[count].tokens <= left:
        left -= texts[count].tokens
        count += 1
    if count == 0 and (spent > 0 or budget == 0):
        raise BudgetSpent(f"{spent:,} of {budget:,} tokens are spent today; the rest is encoded tomorrow")
    return max(count, 1)


def _charge(tokens: int, at: datetime) -> None:
    EncodingSpent.objects.get_or_create(day=at.date())
    EncodingSpent.objects.filter(pk=at.date()).update(tokens=F("tokens") + tokens)


def _forget(ids: Sequence[int], name: str, vectors: VectorIndex) -> None:
    for batch in _batches(ids):
        for kind in (RESOURCES, PASSAGES):
            vectors.remove(meaning.collection(kind, name), owners=[str(pk) for pk in batch])


def _drop_others(name: str, vectors: VectorIndex) -> None:
    """Collections of models that are in use no more."""
    for collection in vectors.collections():
        kind, _, model = collection.partition(":")
        if kind in (RESOURCES, PASSAGES) and model != name:
            vectors.drop(collection)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
