"""How staff say what the words of sources mean: seen at once, at every release, and until it is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet

from learnstead.kernel import taxonomy
from learnstead.kernel.contracts import LearningResource as Record
from learnstead.learn.domain import naming, releases, topics
from learnstead.learn.domain.writing.subjects import Subjects, set_subjects
from learnstead.learn.models import Topic, TopicMapping
from learnstead.people.models import User
from learnstead.ports.jobs import Queue

MOST_WORDS = 2000
LONGEST_WORD = 256
CURRENT = (
    "FROM learn_cataloguerecord v JOIN learn_learningresource r ON r.source = v.source AND v.key = r.resource_type"
    " || ':' || COALESCE(NULLIF(r.platform, ''), '-') || ':' || r.readable_id"
    " WHERE v.kind = 'learning_resource' AND v.valid_to IS NULL AND r.published AND NOT r.test_mode"
)
WORDS = (
    "SELECT r.offered_by, word, count(DISTINCT r.id) AS uses "
    + CURRENT.replace(
        " WHERE",
        " CROSS JOIN LATERAL (SELECT jsonb_array_elements_text(COALESCE(v.body->'topic_words', '[]'))"
        " UNION SELECT jsonb_array_elements_text(COALESCE(v.body->'ocw_topics', '[]'))) said(word) WHERE",
        1,
    )
    # A site of this installation grows topics of its own of the words it has.
    + " AND r.platform <> 'learnstead' GROUP BY 1, 2 ORDER BY uses DESC, word, r.offered_by"
)
_DECODER: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


@dataclass(frozen=True)
class Word:
    """A word of a source that means nothing here yet, and how many resources have it."""

    offered_by: str
    word: str
    uses: int


def unknown() -> list[Word]:
    """The words in the catalogue that are no topic of ours and that nothing maps, the commonest first."""
    said = naming.meanings()
    with connection.cursor() as cursor:
        cursor.execute(WORDS)
        rows = [Word(offered_by or naming.ANYBODY, word, uses) for offered_by, word, uses in cursor.fetchall()]
    return [row for row in rows if row.word and not _means_something(row, said)][:MOST_WORDS]


def made() -> QuerySet[TopicMapping]:
    """What staff said, what still applies first."""
    found = TopicMapping.objects.select_related("topic", "made_by")
    return found.order_by("removed_at", "offered_by", "word", "pk")


def of_files() -> dict[str, list[tuple[str, Sequence[str]]]]:
    """What the files of the taxonomy say, by offeror."""
    return {offeror: sorted(words.items()) for offeror, words in sorted(taxonomy.mappings().items())}


@transaction.atomic
def add(*, offered_by: str, word: str, topic: str, by: User, at: datetime, queue: Queue) -> int:
    """Say what a word means; returns how many resources that concerns. ValidationError for an unknown topic."""
    word = word.replace("\x00", "").strip()
    if not word or len(word) > LONGEST_WORD:
        raise ValidationError({"word": f"Say which word it is, in up to {LONGEST_WORD} characters."})
    TopicMapping.objects.update_or_create(
        offered_by=offered_by,
        word=word,
        topic=_topic(topic),
        defaults={"made_by": by, "made_at": at, "removed_at": None},
    )
    return _follow(offered_by, word, queue)


@transaction.atomic
def remove(mapping: TopicMapping, *, at: datetime, queue: Queue) -> int:
    """Take back what was said; returns how many resources that concerns."""
    mapping.removed_at = at
    mapping.save(update_fields=["removed_at"])
    return _follow(mapping.offered_by, mapping.word, queue)


@transaction.atomic
def restore(mapping: TopicMapping, *, queue: Queue) -> int:
    """Say it again."""
    mapping.removed_at = None
    mapping.save(update_fields=["removed_at"])
    return _follow(mapping.offered_by, mapping.word, queue)


def _means_something(row: Word, said: naming.Meanings) -> bool:
    is_said = (row.offered_by, row.word) in said or (naming.ANYBODY, row.word) in said
    return is_said or naming.is_known(row.word, row.offered_by)


def _topic(name: str) -> Topic:
    """By its name in the tree, or by its whole path; one of the tree that nothing was about yet is made."""
    clean = name.strip()
    ours = taxonomy.topic(clean)
    found = topics.topic(ours.path) if ours else Topic.objects.filter(path=clean).first()
    if found is None:
        raise ValidationError({"topic": f"“{clean[:80]}” is not a topic; choose one of the list."})
    return found


def _follow(offered_by: str, word: str, queue: Queue) -> int:
    """Have the resources with this word, and search, follow."""
    whose = " AND r.offered_by = %(offered_by)s" if offered_by else ""
    said = " AND (v.body->'topic_words' ? %(word)s OR v.body->'ocw_topics' ? %(word)s)"
    with connection.cursor() as cursor:
        values = {"word": word, "offered_by": offered_by}
        cursor.execute(f"SELECT r.id, v.body::text {CURRENT}{said}{whose}", values)
        records = {pk: _DECODER.decode(body) for pk, body in cursor.fetchall()}
    subjects = Subjects()
    set_subjects(
        list(records),
        {pk: subjects.topics(record) for pk, record in records.items()},
        {pk: subjects.departments(record) for pk, record in records.items()},
    )
    releases.ask_for_index(sorted(records), queue)
    return len(records)
