"""Reads a published course site from the object store: the JSON contract of OCW (``data.json`` everywhere)."""

from collections.abc import Iterator
from functools import partial

from learnstead.kernel.errors import Terminal
from learnstead.learn.domain import untrusted
from learnstead.learn.domain.ocw_content import page_record, resource_record
from learnstead.learn.domain.ocw_course import course_record
from learnstead.learn.domain.site_records import ContentRecord, Problem, SiteRecords
from learnstead.ports.objects import NoSuchObject, ObjectStore

DATA = "data.json"
LARGEST_PAYLOAD = 32 * 1024 * 1024
LARGEST_MEDIA = 8 * 1024 * 1024
MOST_RECORDS = 50_000


class UnreadableSite(Terminal):
    """The site cannot be read at all; the text names the object at fault."""


def read_site(*, objects: ObjectStore, release: str, media: str, site: str) -> SiteRecords:
    """All records of the release below the prefix ``release``; media files are looked up below ``media``.

    One unreadable page or resource becomes a problem and stops nothing; without the course there is nothing to read.
    """
    key = f"{release}/{DATA}"
    try:
        course = course_record(untrusted.object_of(objects.get(key), at_most=LARGEST_PAYLOAD), site=site)
    except (NoSuchObject, untrusted.BadPayload) as problem:
        raise UnreadableSite(f"read {key} of {site}: {problem}; publish the site again") from problem
    contents: list[ContentRecord] = []
    problems: list[Problem] = []
    for folder in _folders(objects, release):
        try:
            record = _record(objects, release, folder, media=media)
        except (NoSuchObject, untrusted.BadPayload) as problem:
            problems.append(Problem(key=folder, reason=str(problem)))
        else:
            contents.extend([record] if record else [])
    return SiteRecords(course=course, contents=contents, problems=problems)


def _folders(objects: ObjectStore, release: str) -> Iterator[str]:
    """The folders of pages, then of resources, each in path order."""
    found = 0
    for section in ("pages", "resources"):
        for info in objects.list(f"{release}/{section}/"):
            if info.key.endswith(f"/{DATA}"):
                found += 1
                if found > MOST_RECORDS:
                    raise UnreadableSite(f"{release} has more than {MOST_RECORDS:,} pages and resources")
                yield info.key.removeprefix(f"{release}/").removesuffix(f"/{DATA}")


def _record(objects: ObjectStore, release: str, folder: str, *, media: str) -> ContentRecord | None:
    data = untrusted.object_of(objects.get(f"{release}/{folder}/{DATA}"), at_most=LARGEST_PAYLOAD)
    if folder.startswith("pages"):
        return page_record(folder, data)
    return resource_record(folder, data, read_media=partial(_media, objects, media))


def _media(objects: ObjectStore, media: str, name: str) -> bytes | None:
    if not media or not name:
        return None
    key = f"{media}/{name}"
    try:
        return objects.get(key) if objects.info(key).size <= LARGEST_MEDIA else None
    except Terminal:  # nothing under this key, or a name that cannot be one
        return None
