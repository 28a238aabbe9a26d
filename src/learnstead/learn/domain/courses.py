"""Writes a course and its run, when they differ from what is known."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from learnstead.kernel.slugs import slug_for
from learnstead.learn.domain import departments, topics
from learnstead.learn.domain.site_events import SiteEvent
from learnstead.learn.domain.site_records import CourseRecord, fingerprint
from learnstead.learn.models import LearningResource, LearningResourceRun

PLATFORM = "learnstead"
SOURCE = "ocw"
# Raise it when reading or writing a course changes, so that the next release of every site is written again.
LOADER_VERSION = "1"


def load(record: CourseRecord, *, event: SiteEvent, at: datetime) -> tuple[LearningResource, bool, bool]:
    """The resource of the site, whether it is new, and whether it was written."""
    payload = fingerprint(record, event.url_path, LOADER_VERSION)
    known = LearningResource.objects.select_for_update().filter(platform=PLATFORM, site=event.site).first()
    if known and known.published and known.payload_sha256 == payload:
        return known, False, False
    resource = known or LearningResource(
        platform=PLATFORM,
        site=event.site,
        etl_source=SOURCE,
        slug=_free_slug(event.site),
        first_published_at=at,
    )
    _describe(resource, record)
    resource.readable_id = _readable_id(record, event.site)
    resource.url = f"/{event.url_path}/"
    resource.published = True
    resource.last_modified = resource.changed_at = at
    resource.payload_sha256 = payload
    resource.save()
    resource.topics.set([found for path in record.topics if (found := topics.topic(path))])
    resource.departments.set([departments.department(one) for one in record.departments])
    return resource, known is None, True


def load_run(resource: LearningResource, record: CourseRecord) -> LearningResourceRun:
    """The one run of the course; another run id renames it, so that its files stay where they are."""
    run = resource.runs.first() or LearningResourceRun(resource=resource)
    values = {
        "run_id": record.run_id,
        "semester": record.semester,
        "year": record.year,
        "level": list(record.level),
        "instructors": list(record.instructors),
    }
    if run.pk is None or any(getattr(run, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(run, name, value)
        run.save()
    return run


def _describe(resource: LearningResource, record: CourseRecord) -> None:
    resource.title = record.title
    resource.description = record.description
    resource.image_url = record.image_url
    resource.image_alt = record.image_alt
    resource.course_numbers = list(record.numbers)
    resource.languages = list(record.languages)
    resource.licence = record.licence
    resource.course_features = list(record.course_features)


def _readable_id(record: CourseRecord, site: str) -> str:
    """Number, term and year, as OCW does. A copy of a course that is already here also says which site it is."""
    number = record.numbers[0] if record.numbers else site
    term = slug_for(record.semester).replace("-", "_")
    wanted = f"{number}+{'_'.join(filter(None, [term, str(record.year or '')]))}".rstrip("+")
    others = LearningResource.objects.filter(platform=PLATFORM, readable_id=wanted).exclude(site=site)
    return f"{wanted}@{site}" if others.exists() else wanted


def _free_slug(site: str) -> str:
    wanted = slug_for(site, length=240) or "course"
    taken = set(LearningResource.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in _numbered(wanted) if slug not in taken)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))
