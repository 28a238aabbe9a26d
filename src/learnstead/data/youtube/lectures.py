"""Videos that are lectures of a course in the catalogue: the course says what they are about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from learnstead.kernel.contracts import ContentFile, LearningResource, Record

ENOUGH = 0.6
"""A playlist belongs to courses when at least this share of its videos does."""


class Lecture(msgspec.Struct, frozen=True, kw_only=True):
    """What a course says about a video."""

    title: str
    url: str
    description: str
    topics: list[str]


def lectures_in(records: Iterable[Record]) -> Mapping[str, Lecture]:
    """Lectures by the id of their video, from the records of a source of courses."""
    topics: dict[str, list[str]] = {}
    files: list[ContentFile] = []
    for record in records:
        if isinstance(record, LearningResource):
            topics |= {name: list(record.topics or ()) for name in _names(record)}
        elif isinstance(record, ContentFile) and record.youtube_id and record.published is not False:
            files.append(msgspec.structs.replace(record, content=None))
    return {str(file.youtube_id): _lecture(file, topics) for file in files}


def belongs(videos: Sequence[str], lectures: Mapping[str, Lecture]) -> bool:
    """Whether a playlist of these videos is one of lectures."""
    return bool(videos) and sum(name in lectures for name in videos) >= ENOUGH * len(videos)


def _names(record: LearningResource) -> Iterator[str]:
    yield record.readable_id
    yield from (run.run_id for run in record.runs or ())


def _lecture(file: ContentFile, topics: Mapping[str, list[str]]) -> Lecture:
    course = file.parent.run_id or file.parent.readable_id or ""
    return Lecture(
        title=file.title or "",
        url=file.url or "",
        description=file.description or "",
        topics=topics.get(course, []),
    )
