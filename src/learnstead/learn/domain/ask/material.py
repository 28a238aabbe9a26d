"""Which texts a person may ask about: those of a course, those of a recording, those of a tutor's problem.

What comes from Canvas belongs to the people of one institution: staff, and those who were given the permission.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from learnstead.kernel import prose
from learnstead.kernel.language import terms, words
from learnstead.learn.domain import queries, transcripts
from learnstead.learn.domain.ask.passages import Text
from learnstead.learn.models import ContentFile, LearningResource, Relationship, TutorProblemFile
from learnstead.learn.models.run import LearningResourceRun
from learnstead.people.models import User
from learnstead.ports.search import IndexMissing, SearchIndex

CANVAS = "canvas"
MAY_ASK_CANVAS = "learn.ask_canvas"
MOST_FILES = 12
MOST_RELATED = 6
SOLUTION = "solution"


@dataclass(frozen=True)
class Problem:
    """A tutor's problem: its text, and the solution that nobody is told."""

    title: str
    statement: str
    solution: str


def may_see(resource: LearningResource, user: User | None) -> bool:
    """Whether a person may ask about a resource."""
    if CANVAS in {resource.platform, resource.etl_source}:
        return bool(user and (user.is_staff or user.has_perm(MAY_ASK_CANVAS)))
    return resource.published and not resource.test_mode


def of_course(resource: LearningResource, question: str, index: SearchIndex) -> list[Text]:
    """The texts of a course's best run that fit a question, what its page says, and how related ones describe it."""
    own = [Text(resource.title, prose.text_of_html(_description(resource)), page_of(resource))]
    files = _files(resource, question, index)
    found = [Text(file.title, _readable(file), file.url or page_of(resource)) for file in files]
    return [*own, *found, *(_about(one) for one in _related(resource))]


def of_recording(resource: LearningResource) -> list[Text]:
    """What is said in a recording, with times where they are known, and what its page says."""
    own = Text(resource.title, prose.text_of_html(_description(resource)), page_of(resource))
    detail = resource.detail.get(resource.resource_type) or {}
    transcript = detail.get("transcript") or ""
    files = ContentFile.objects.filter(Q(resource=resource) | Q(run__resource=resource), published=True)
    texts = [Text(one.title, one.content, one.url or page_of(resource)) for one in files if one.content]
    return [own, *_heard(transcript, resource), *texts]


def problems(resource: LearningResource) -> list[str]:
    """The titles of a course's problems for tutors."""
    return sorted(set(_tutor_files(resource).values_list("problem_title", flat=True)))


def problem(resource: LearningResource, title: str) -> Problem | None:
    """A problem by its title."""
    files = list(_tutor_files(resource).filter(problem_title=title))
    if not files:
        return None
    return Problem(
        title=title,
        statement="\n".join(one.content for one in files if one.type != SOLUTION),
        solution="\n".join(one.content for one in files if one.type == SOLUTION),
    )


def page_of(resource: LearningResource) -> str:
    """Where its readers are led: what is not in the catalogue has no page there, but may be asked about."""
    if resource.published and not resource.test_mode:
        return resource.get_absolute_url()
    return reverse("learn:ask_course", args=[resource.slug])


def best_run(resource: LearningResource) -> LearningResourceRun | None:
    """The run whose material is asked about; of a course outside the catalogue also one that is not listed."""
    runs = list(resource.runs.all())
    listed = [run for run in runs if run.published] or runs
    return next((run for run in listed if run.run_id == resource.best_run_id), listed[0] if listed else None)


def _files(resource: LearningResource, question: str, index: SearchIndex) -> Sequence[ContentFile]:
    run = best_run(resource)
    inside = Q(resource=resource) | Q(run=run) if run else Q(resource=resource)
    files = ContentFile.objects.filter(inside, published=True).exclude(content="")
    asked = " ".join(dict.fromkeys(word for word in words(question) if terms(word)))
    try:
        found = index.inside(str(resource.pk), asked or question, limit=MOST_FILES)
    except IndexMissing:
        return _by_database(files, asked)
    addresses = [str(part.stored.get("url", "")) for part in found.parts]
    known = {one.url: one for one in files.filter(url__in=addresses)}
    return [known[one] for one in dict.fromkeys(addresses) if one in known] or _by_database(files, asked)


def _by_database(files: QuerySet[ContentFile], asked: str) -> Sequence[ContentFile]:
    """Courses outside the catalogue are in no index; there are few of them."""
    query = SearchQuery(" OR ".join(asked.split()), search_type="websearch", config="english")
    vector = SearchVector("title", "content", config="english")
    return list(files.annotate(rank=SearchRank(vector, query)).order_by(F("rank").desc(), "key")[:MOST_FILES])


def _readable(file: ContentFile) -> str:
    return "\n".join(filter(None, (file.description, prose.text_of_transcript(file.content))))


def _related(resource: LearningResource) -> Iterable[LearningResource]:
    """What it belongs to, what belongs to it, and its neighbours there."""
    above = Relationship.objects.filter(child=resource).values("parent")
    near = Q(parents__parent=resource) | Q(children__child=resource) | Q(parents__parent__in=above)
    return queries.published().filter(near).exclude(pk=resource.pk).distinct()[:MOST_RELATED]


def _about(resource: LearningResource) -> Text:
    return Text(resource.title, prose.text_of_html(_description(resource)), page_of(resource))


def _description(resource: LearningResource) -> str:
    return f"{resource.description}\n{resource.full_description}"


def _tutor_files(resource: LearningResource) -> QuerySet[TutorProblemFile]:
    return TutorProblemFile.objects.filter(Q(resource=resource) | Q(run__resource=resource))


def _heard(transcript: str, resource: LearningResource) -> Iterator[Text]:
    """What is said, moment by moment where those are known."""
    for one in transcripts.passages(transcript):
        yield Text(resource.title, one.text, at_time(resource, one.second), place=one.clock or "transcript")


def at_time(resource: LearningResource, second: int | None) -> str:
    """Its page here, playing from a moment on; a film that is elsewhere has to be asked for."""
    page = page_of(resource)
    if second is None:
        return f"{page}#transcript"
    return f"{page}?{'play&' if 'youtube.com/' in resource.url else ''}t={second}#player"
