"""Which fields a record cannot lose without somebody noticing, and which of them it has.

Fields that change with the clock alone (prices, availability, certification, dates) are not among them.
"""

from collections.abc import Iterable, Mapping

from msgspec import UNSET

from learnstead.kernel.contracts import FeedItem, LearningResource, Record

OF_ALL = (
    "title",
    "url",
    "description",
    "full_description",
    "image",
    "topics",
    "runs",
    "children",
    "offered_by",
    "departments",
    "content",
    "summary",
)
INSIDE = ("instructors", "course_numbers", "audio_url", "streaming_url", "event_datetime", "publish_date")
FIELDS = (*OF_ALL, *INSIDE)
PUBLISHED = "published"
_BITS = {name: 1 << place for place, name in enumerate((*FIELDS, PUBLISHED))}


def mask_of(record: Record) -> int:
    """One bit for each vital field the record has."""
    mask = 0
    for name in OF_ALL:
        if getattr(record, name, UNSET):
            mask |= _BITS[name]
    for name in _inside(record):
        mask |= _BITS[name]
    return mask | (_BITS[PUBLISHED] if getattr(record, PUBLISHED, True) else 0)


def kind_of(record: Record) -> str:
    """Records of one kind are alike, so they can be compared: the type of a resource, else what the record is."""
    if isinstance(record, LearningResource):
        return record.resource_type
    return str(type(record).__struct_config__.tag)


def count(kinds_and_masks: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How many records of each kind there are ("course"), and have each field ("course.title")."""
    alike: dict[tuple[str, int], int] = {}
    for pair in kinds_and_masks:
        alike[pair] = alike.get(pair, 0) + 1
    counts: dict[str, int] = {}
    for (kind, mask), number in sorted(alike.items()):
        counts[kind] = counts.get(kind, 0) + number
        for name, bit in _BITS.items():
            if mask & bit:
                counts[f"{kind}.{name}"] = counts.get(f"{kind}.{name}", 0) + number
    return counts


def share(counts: Mapping[str, int], kind: str, name: str) -> float:
    """Which part of the records of a kind has a field; 0 when there are none."""
    return counts.get(f"{kind}.{name}", 0) / counts[kind] if counts.get(kind) else 0.0


def _inside(record: Record) -> Iterable[str]:
    if isinstance(record, LearningResource):
        if record.runs and any(run.instructors for run in record.runs):
            yield "instructors"
        if record.course and record.course.course_numbers:
            yield "course_numbers"
        if record.podcast_episode and record.podcast_episode.audio_url:
            yield "audio_url"
        if record.video and record.video.streaming_url:
            yield "streaming_url"
    elif isinstance(record, FeedItem):
        if record.event and record.event.event_datetime:
            yield "event_datetime"
        if record.news and record.news.publish_date:
            yield "publish_date"
