"""What staff say the words of sources mean, beside what the files of the taxonomy say."""

from collections.abc import Mapping, Sequence

from learnstead.kernel import taxonomy
from learnstead.kernel.contracts import LearningResource
from learnstead.learn.domain.offering import known
from learnstead.learn.models import TopicMapping
from learnstead.learn.models.taxonomy import SEPARATOR

ANYBODY = ""
Path = tuple[str, ...]
# By whose word it is (a code of an offeror, or anybody) and the word: the ways from the root to what it means.
Meanings = Mapping[tuple[str, str], Sequence[Path]]


def meanings() -> Meanings:
    """Every mapping that applies."""
    found: dict[tuple[str, str], list[Path]] = {}
    rows = TopicMapping.objects.filter(removed_at__isnull=True).values_list("offered_by", "word", "topic__path")
    for offered_by, word, path in rows:
        found.setdefault((offered_by, word), []).append(tuple(path.split(SEPARATOR)))
    return found


def paths(record: LearningResource, said: Meanings) -> list[Path]:
    """What staff say the words of a record mean."""
    if not said:
        return []
    words = [*known(record.topic_words, []), *known(record.ocw_topics, [])]
    offered_by = known(record.offered_by, "") or ANYBODY
    owners = dict.fromkeys((offered_by, ANYBODY))
    return [path for word in words for owner in owners for path in said.get((owner, word), ())]


def is_known(word: str, offered_by: str) -> bool:
    """Whether the files of the taxonomy say what a word means."""
    return bool(taxonomy.mapped([word], offeror=offered_by))
