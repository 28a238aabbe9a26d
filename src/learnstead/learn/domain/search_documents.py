"""What the search index is told about a learning resource."""

from collections.abc import Iterable, Iterator, Sequence

from learnstead.learn.domain import text_extraction, topics
from learnstead.learn.models import ContentFile, LearningResource, LearningResourceRun
from learnstead.ports.search import Entry, Part

PLATFORM_NAMES = {"learnstead": "Learnstead"}
TERMS = ("winter", "january iap", "spring", "summer", "fall")
FETCHED_AT_ONCE = 50


def published() -> Iterator[Entry]:
    """An entry for everything that can be found."""
    resources = LearningResource.objects.filter(published=True).order_by("pk")
    for resource in resources.iterator(chunk_size=FETCHED_AT_ONCE):
        yield entry(resource)


def entry(resource: LearningResource) -> Entry:
    """The entry of one resource with everything inside it."""
    run = resource.runs.first()
    instructors = _instructors(run)
    paths = [topic.path for topic in resource.topics.all()]
    departments = [department.name for department in resource.departments.all()]
    return Entry(
        id=str(resource.pk),
        title=resource.title,
        text=text_extraction.text_of_html(resource.description),
        identifiers=[*resource.course_numbers, resource.readable_id],
        keywords=[*paths, *departments, *instructors, *resource.course_features],
        parts=[_part(file) for file in _files(run)],
        facets={
            "topic": list(dict.fromkeys(name for path in paths for name in topics.lineage(path))),
            "department": departments,
            "level": run.level if run else [],
            "feature": resource.course_features,
            "term": [run.semester] if run and run.semester else [],
            "year": [str(run.year)] if run and run.year else [],
            "source": [offered_by(resource)],
        },
        recency=_recency(run),
        stored={"url": resource.get_absolute_url(), "number": resource.number},
    )


def offered_by(resource: LearningResource) -> str:
    """Who offers it, by name."""
    return resource.offered_by or PLATFORM_NAMES.get(resource.platform, resource.platform)


def _files(run: LearningResourceRun | None) -> Iterable[ContentFile]:
    return run.content_files.all() if run else ()


def _part(file: ContentFile) -> Part:
    text = "\n".join(filter(None, (file.description, file.content)))
    return Part(title=file.title, text=text, stored={"url": file.url, "kind": file.content_type})


def _instructors(run: LearningResourceRun | None) -> Sequence[str]:
    return [str(teaching.instructor) for teaching in run.runinstructor_set.select_related("instructor")] if run else []


def _recency(run: LearningResourceRun | None) -> int:
    """Ordered by year, then by term."""
    if run is None or run.year is None:
        return 0
    term = run.semester.casefold()
    return run.year * 10 + (TERMS.index(term) + 1 if term in TERMS else 0)
