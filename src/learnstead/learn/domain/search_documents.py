"""What the search index is told about a learning resource."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Prefetch, QuerySet

from learnstead.kernel import taxonomy
from learnstead.learn.domain import text_extraction, topics
from learnstead.learn.models import ContentFile, LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ResourceType
from learnstead.ports.search import Entry, Part

PLATFORM_NAMES = {"learnstead": "Learnstead"}
TERMS = ("winter", "january iap", "spring", "summer", "fall")
# Courses may hold hundreds of long files, so few are held at once; what has no files comes in larger batches.
FETCHED_AT_ONCE = 50
CERTIFICATES = {
    "micromasters": "MicroMasters credential",
    "professional": "Professional certificate",
    "completion": "Certificate of completion",
    "none": "No certificate",
}


def published() -> Iterator[Entry]:
    """An entry for everything that can be found."""
    return _entries(_listed().order_by("pk"))


def entries(ids: Iterable[int]) -> Iterator[Entry]:
    """The entries of those of these resources that can be found."""
    return _entries(_listed().filter(pk__in=list(ids)).order_by("pk"))


def _listed() -> QuerySet[LearningResource]:
    return LearningResource.objects.filter(published=True, test_mode=False)


def _entries(resources: QuerySet[LearningResource]) -> Iterator[Entry]:
    files = ContentFile.objects.filter(published=True).only(
        "run_id", "resource_id", "title", "description", "content", "url", "content_type"
    )
    runs = LearningResourceRun.objects.filter(published=True).prefetch_related(Prefetch("content_files", files))
    wanted = resources.prefetch_related(
        "topics", "departments", Prefetch("content_files", files), Prefetch("runs", runs)
    )
    return (entry(resource) for resource in wanted.iterator(chunk_size=FETCHED_AT_ONCE))


def entry(resource: LearningResource) -> Entry:
    """The entry of one resource with everything inside it."""
    run = best_run(resource)
    instructors = run.instructors if run else []
    paths = [topic.path for topic in resource.topics.all()]
    departments = [department.name for department in resource.departments.all()]
    return Entry(
        id=str(resource.pk),
        title=resource.title,
        text=_text(resource),
        identifiers=[*resource.course_numbers, resource.readable_id],
        keywords=[*paths, *departments, *instructors, *resource.course_features],
        parts=_parts(resource, run),
        facets={
            "type": [kind_name(resource)],
            "topic": list(dict.fromkeys(name for path in paths for name in topics.lineage(path))),
            "department": departments,
            "level": run.levels if run else [],
            "feature": resource.course_features,
            "certificate": [CERTIFICATES.get(resource.certification_type, resource.certification_type)],
            "term": [run.semester] if run and run.semester else [],
            "year": [str(run.year)] if run and run.year else [],
            "source": [offered_by(resource)],
        },
        recency=_recency(resource, run),
        stored={"url": resource.get_absolute_url(), "number": resource.number},
    )


def offered_by(resource: LearningResource) -> str:
    """Who offers it, by name."""
    offeror = taxonomy.offerors().get(resource.offered_by)
    if resource.offered_by:
        return offeror.name if offeror else resource.offered_by
    platform = taxonomy.platforms().get(resource.platform)
    return PLATFORM_NAMES.get(resource.platform) or (platform.name if platform else resource.platform)


def kind_name(resource: LearningResource) -> str:
    """What kind of thing it is, for learners."""
    return resource.resource_category or str(ResourceType(resource.resource_type).label)


def best_run(resource: LearningResource) -> LearningResourceRun | None:
    """The run a learner should look at, of those already fetched."""
    runs: Sequence[LearningResourceRun] = list(resource.runs.all())
    return next((run for run in runs if run.run_id == resource.best_run_id), runs[0] if runs else None)


def _text(resource: LearningResource) -> str:
    html = "\n".join(filter(None, (resource.description, resource.full_description)))
    return text_extraction.text_of_html(html) if "<" in html or "&" in html else html


def _parts(resource: LearningResource, run: LearningResourceRun | None) -> list[Part]:
    files = [*resource.content_files.all(), *(run.content_files.all() if run else ())]
    parts = [_part(file, resource) for file in files]
    transcript = next((detail["transcript"] for detail in resource.detail.values() if detail.get("transcript")), "")
    if transcript:
        parts.append(
            Part(title="Transcript", text=transcript, stored={"url": resource.get_absolute_url(), "kind": "page"})
        )
    return parts


def _part(file: ContentFile, resource: LearningResource) -> Part:
    text = "\n".join(filter(None, (file.description, file.content)))
    url = file.url or resource.get_absolute_url()
    return Part(title=file.title, text=text, stored={"url": url, "kind": file.content_type})


def _recency(resource: LearningResource, run: LearningResourceRun | None) -> int:
    """Ordered by year, then by term; where the source names none, by the date that stands for it."""
    if run and run.year is not None:
        term = run.semester.casefold()
        return run.year * 10 + (TERMS.index(term) + 1 if term in TERMS else 0)
    moment = run.start_date if run else resource.last_modified
    return moment.year * 10 + (moment.month + 2) // 3 if moment else 0
