"""MIT OpenCourseWare and the sites of this server: the JSON that every published course site carries."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import groupby

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.ocw import bundle as bundles
from learnstead.data.ocw import register
from learnstead.data.ocw.bundle import Bundle
from learnstead.data.ocw.contents import Contents
from learnstead.data.ocw.course import Course
from learnstead.data.ocw.gathering import Gathering
from learnstead.data.ocw.materials import completeness, textbooks
from learnstead.data.ocw.shelves import BucketShelf, ReleaseShelf
from learnstead.data.ocw.site_events import SiteEvent
from learnstead.data.snapshot import Payload, Snapshot, raw_key
from learnstead.data.source import Setting, Source, Thresholds
from learnstead.kernel.contracts import ContentFile, key_of
from learnstead.kernel.errors import Terminal
from learnstead.ports.bucket import BucketObject

FOLDER = "courses/"


def extract(run: Extraction) -> Iterator[Payload]:
    """Sites that studio told us of, and sites in the bucket, each a scope of its own in one payload.

    Those of ours come by studio's word; where there is no bucket, a run about everything looks at all of them again.
    """
    objects = run.snapshot.objects
    told = (register.told_of(objects, scope) for scope in run.only) if run.only else register.told(objects)
    for event in told if run.only or not run.has_bucket else ():
        if event:
            yield from _site_of_ours(run, event)
    wanted = [scope for scope in run.only if scope.startswith(FOLDER)]
    if run.has_bucket and (wanted or not run.only):
        yield from _sites_in_bucket(run, wanted)
    elif wanted:
        run.note(f"no bucket is set, so {', '.join(wanted)} cannot be read; see 'learnstead source show ocw'")


def _site_of_ours(run: Extraction, event: SiteEvent) -> Iterator[Payload]:
    if event.withdrawn:
        run.gone(event.site, "it was unpublished")
        return
    if run.is_current(event.site, version=event.version):
        return
    objects = run.snapshot.objects
    shelf = ReleaseShelf(objects, release=event.release, media=event.media)

    def keep(name: str) -> Payload:
        return run.keep(shelf.media(name), label="document", url=f"release:{event.media}/{name}")

    with run.scope(event.site, version=event.version):
        bundle = Gathering(shelf, keep=keep).bundle(
            platform="learnstead", site=event.site, path=event.url_path, claim=_claims(run, event.site, "learnstead")
        )
        yield run.keep(bundles.encode(bundle), label="site", url=f"release:{event.release}")
        run.complete(f"{event.version} is the whole site")


def _sites_in_bucket(run: Extraction, wanted: list[str]) -> Iterator[Payload]:
    found = 0
    for prefix in [f"{scope}/" for scope in wanted] or [FOLDER]:
        for folder, listing in groupby(run.walk(prefix), key=lambda item: _folder_of(item.key)):
            site = list(listing)
            if any(item.key == f"{folder}{bundles.COURSE_FILE}" for item in site):
                found += 1
                yield from _site_in_bucket(run, folder, site)
    if not found:
        raise Terminal(f"the bucket has no course below {', '.join(wanted) or FOLDER}; is it the right bucket?")


def _site_in_bucket(run: Extraction, folder: str, listing: list[BucketObject]) -> Iterator[Payload]:
    scope = folder.rstrip("/")
    versions = {item.key: item.version for item in listing}
    version = bundles.version_of(versions)
    if run.is_current(scope, version=version):
        return

    def keep(name: str) -> Payload:
        key = f"{folder}{name}"
        about = {"version": versions[key]}
        known = run.again(f"object:{key}", label="document", about=about)
        return known or run.object(key, label="document", about=about)

    with run.scope(scope, version=version):
        course = next(item for item in listing if item.key == f"{folder}{bundles.COURSE_FILE}")
        bundle = Gathering(BucketShelf(run, folder, listing), keep=keep).bundle(
            platform="ocw", site=scope, path=scope, claim=_claims(run, scope, "ocw"), modified=course.modified
        )
        yield run.keep(bundles.encode(bundle), label="site", url=f"objects:{folder}")
        run.complete(f"{len(listing)} objects listed")


def _folder_of(key: str) -> str:
    return FOLDER + key.removeprefix(FOLDER).partition("/")[0] + "/"


def _claims(run: Extraction, scope: str, platform: str) -> register.Claim:
    def claim(kind: str, name: str) -> bool:
        return register.claim(run.snapshot.objects, kind=f"{platform}-{kind}", name=name, scope=scope)

    return claim


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """A course with its run, its open textbooks, and everything inside it."""
    for payload in snapshot.payloads("site"):
        yield from _records(bundles.decode(payload), payload, snapshot, given)


def _records(bundle: Bundle, payload: Payload, snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    course = Course(bundle)
    contents = Contents(
        bundle,
        run_id=course.run_id,
        texts=given.texts,
        bytes_of=lambda sha256: snapshot.objects.get(raw_key(sha256)),
    )
    key = partial(_key, contents)
    made = [
        *each(bundle.contents("pages"), contents.page, payload=payload, key=key),
        *each(bundle.contents("resources"), contents.resource, payload=payload, key=key),
    ]
    yield from made
    for folder, reason in bundle.broken.items():
        yield Quarantined(reason=reason, payload=payload.sha256, scope=payload.scope, key=contents.record_key(folder))
    files = [one.record for one in made if isinstance(one, Candidate) and isinstance(one.record, ContentFile)]
    books = textbooks(course, files)
    record = course.record(
        completeness=completeness(course.numbers, files), materials=books, offline=bool(given.settings["offline"])
    )
    yield from each([record, *books], lambda one: one, payload=payload, key=key_of)


def _key(contents: Contents, item: tuple[str, object]) -> str:
    return contents.record_key(item[0])


SOURCE = Source(
    name="ocw",
    title="MIT OpenCourseWare",
    transport="S3 objects (data.json of every page)",
    cadence="when a site is published; everything weekly, Sundays 03:00",
    schedules=("0 3 * * 0",),
    stale_after=timedelta(days=10),
    data="courses, runs, pages, files, videos, open textbooks",
    owner="MIT OpenCourseWare",
    scope="site",
    bucket="ocw-content-live-production",
    needs_bucket=False,
    prefix=FOLDER,
    scope_of=lambda key: _folder_of(key).rstrip("/"),
    made_here=lambda scope: not scope.startswith(FOLDER),
    settings=(Setting("offline", says="any value: courses can be taken along, unless their site forbids it"),),
    thresholds=Thresholds(
        absent_runs=0,
        most_missing=1.0,
        most_quarantined=0.25,
        most_changed_keys=1.0,
        most_growth=1000.0,
        least_fill=0.0,
    ),
    extract=extract,
    normalise=normalise,
)
