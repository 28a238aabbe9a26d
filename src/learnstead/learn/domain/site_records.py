"""What a published site says about itself, as typed values: nothing here knows JSON or the database."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class CourseRecord:
    """The course and its one run. ``topics`` are paths from the root of the tree; ``description`` is clean HTML."""

    run_id: str
    title: str
    description: str
    numbers: Sequence[str]
    semester: str
    year: int | None
    level: Sequence[str]
    departments: Sequence[str]
    topics: Sequence[Sequence[str]]
    course_features: Sequence[str]
    instructors: Sequence[str]
    image_url: str
    image_alt: str
    languages: Sequence[str]
    licence: str


@dataclass(frozen=True)
class ContentRecord:
    """A page or a file. ``key`` is its folder inside the site ("pages/syllabus"); ``text`` is what search reads."""

    key: str
    uid: str
    title: str
    description: str
    text: str
    content_type: str
    file_url: str
    file_type: str
    file_extension: str
    content_tags: Sequence[str]
    youtube_id: str


@dataclass(frozen=True)
class Problem:
    """A record that was left out: ``key`` says which, ``reason`` why."""

    key: str
    reason: str


@dataclass(frozen=True)
class SiteRecords:
    """All of a site. What ``problems`` names is unreadable, which is not the same as gone."""

    course: CourseRecord
    contents: Sequence[ContentRecord]
    problems: Sequence[Problem]


def fingerprint(record: CourseRecord | ContentRecord, *context: str) -> str:
    """The same value for the same record in the same context, in every process and for ever."""
    text = json.dumps([asdict(record), *context], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
