"""Canvas: courses of one's own institution, for those who learn and tutor in them; never in the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from learnstead.data.archives import BadArchive
from learnstead.data.canvas import listing
from learnstead.data.canvas.contents import Contents
from learnstead.data.canvas.export import opened
from learnstead.data.canvas.pages import assignment
from learnstead.data.canvas.times import next_change
from learnstead.data.canvas.visibility import Visibility
from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.snapshot import Payload, Snapshot, raw_key
from learnstead.data.source import Source, Thresholds
from learnstead.data.wanted import say_what_is_missing
from learnstead.kernel.contracts import key_of
from learnstead.kernel.errors import Terminal
from learnstead.ports.bucket import BucketObject

PREFIX = "canvas/course_content/"
EXPORT, LISTING = ".imscc", ".metadata.json"


@dataclass(frozen=True)
class Version:
    """What we have: of which objects, and until when it is true, since what is locked opens by itself."""

    objects: str
    until: datetime | None = None

    def __str__(self) -> str:
        return f"{self.objects} {self.until.isoformat() if self.until else ''}".strip()

    @classmethod
    def of(cls, *objects: BucketObject) -> Self:
        """The version of these objects, as long as time changes nothing."""
        return cls(sha256("\n".join(f"{one.key} {one.version}" for one in objects).encode()).hexdigest())

    @classmethod
    def read(cls, text: str) -> Self:
        """A version as it was remembered."""
        objects, _, until = text.partition(" ")
        return cls(objects, datetime.fromisoformat(until) if until else None)

    def holds(self, other: "Version", *, now: datetime) -> bool:
        """Whether it is of the same objects, and still true."""
        return self.objects == other.objects and (self.until is None or now < self.until)


@dataclass(frozen=True)
class Course:
    """The newest export of one course, and what Canvas lists beside it."""

    folder: str
    export: BucketObject
    listing: BucketObject | None


def extract(run: Extraction) -> Iterator[Payload]:
    """The newest export of every course, with its listing; each course is a scope."""
    courses = list(_courses(run))
    if not courses:
        raise Terminal(f"there are no exports below {PREFIX} in the bucket; is it the right bucket?")
    folders = [course.folder for course in courses]
    run.listed(folders)
    say_what_is_missing(run, there=folders)
    for course in courses:
        if run.wants(course.folder):
            yield from _course(run, course)


def _courses(run: Extraction) -> Iterator[Course]:
    folders: dict[str, list[BucketObject]] = {}
    for item in run.walk(PREFIX):
        folders.setdefault(course_folder(item.key), []).append(item)
    for folder, items in folders.items():
        exports = [item for item in items if item.key.endswith(EXPORT)]
        if folder and exports:
            export = max(exports, key=_age)
            beside = export.key.removesuffix(EXPORT) + LISTING
            listings = [item for item in items if item.key.endswith(LISTING)]
            same_name = next((item for item in listings if item.key == beside), None)
            yield Course(folder, export, same_name or max(listings, key=_age, default=None))


def _age(item: BucketObject) -> tuple[datetime, str]:
    return item.modified, item.key


def _course(run: Extraction, course: Course) -> Iterator[Payload]:
    objects = Version.of(course.export, *filter(None, [course.listing]))
    before = run.version_of(course.folder)
    is_held = bool(before) and Version.read(before).holds(objects, now=run.now)
    if run.is_current(course.folder, version=before if is_held else ""):
        return
    with run.scope(course.folder):
        if course.listing is None:
            raise Terminal(f"{course.export.key} has no {LISTING} beside it, so nobody knows what is hidden in Canvas")
        listed = run.object(course.listing.key, label="listing")
        archive = run.object(course.export.key, label="export")
        with _visible(archive, listed, now=run.now) as visible:
            until, count = _until(visible), len(visible.items)
        with run.scope(course.folder, version=str(Version(objects.objects, until))):
            yield listed
            yield archive
            run.complete(f"{count} files that students can see, the export was read to its end")


@contextmanager
def _visible(archive: Payload, listed: Payload, *, now: datetime) -> Iterator[Visibility]:
    with archive.objects.open(raw_key(archive.sha256)) as file:
        try:
            with opened(file) as export:
                yield Visibility(export, listing.read(listed.content), now=now)
        except BadArchive as problem:
            raise BadArchive(f"{archive.url.partition(':')[2]}: {problem}") from problem


def _until(visible: Visibility) -> datetime | None:
    """When something opens or closes by itself."""
    export = visible.export
    assignments = (assignment(export, one) or {} for one in export.resources.values() if one.settings)
    said = (*visible.files_meta.every(), *visible.modules.every(), *visible.listed.every(), *assignments)
    return next_change(said, now=visible.now)


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """The course, what can be seen in it, and problem files."""
    listings = {payload.scope: payload for payload in snapshot.payloads("listing")}
    for payload in snapshot.payloads("export"):
        with _visible(payload, listings[payload.scope], now=given.now) as visible:
            contents = Contents(visible.export, visible, payload.scope, given.texts)
            yield from each([contents.course()], lambda course: course, payload=payload, key=key_of)
            yield from each(contents.files(), contents.file, payload=payload, key=contents.file_key)
            problems = visible.problem_files()
            yield from each(problems, contents.problem_file, payload=payload, key=contents.problem_key)


def course_folder(key: str) -> str:
    """The folder of a course: its id in Canvas."""
    return key.removeprefix(PREFIX).partition("/")[0] if key.startswith(PREFIX) else ""


SOURCE = Source(
    name="canvas",
    title="Canvas",
    transport="S3 .imscc archives",
    cadence="weekly Sun 05:00; webhook",
    schedules=("0 5 * * 0",),
    stale_after=timedelta(days=10),
    data="courses",
    owner="MIT Canvas",
    scope="course",
    bucket="ol-data-lake-landing-zone-production",
    prefix=PREFIX,
    scope_of=course_folder,
    # An export is the whole course, and teachers open and close things; but half a course does not vanish unnoticed.
    thresholds=Thresholds(
        absent_runs=0, most_missing=0.5, most_quarantined=0.3, most_changed_keys=0.6, most_growth=50.0, least_fill=0.2
    ),
    extract=extract,
    normalise=normalise,
)
