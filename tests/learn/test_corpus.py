"""Real courses, built by the real Hugo with our theme, are found by title, number and a phrase from a page."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from learnstead.data.ocw import site_events
from learnstead.flows import gather_site
from learnstead.learn.domain import indexing, search_documents, searching
from learnstead.learn.domain.ask import retrieval
from learnstead.learn.domain.ask.retrieval import Lookup
from learnstead.learn.models import Conversation, LearningResource
from learnstead.learn.models.conversation import Bot
from learnstead.ports.services import services
from learnstead.ports.site_build import BuildOrder
from tests import corpus, waiting_jobs
from tests.learn import published_site
from tests.learn.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.corpus, pytest.mark.slow]

# What learners may ask a real course, and the page (or pages) that answers, which is among the first
# five passages for nine of ten.
QUESTIONS = Path(__file__).with_name("real_questions.tsv")
FIRST, NOT_FOUND = 5, 0.1
# Eight words of plain prose in a row: nothing that Markdown or a shortcode would change.
PHRASE = re.compile(r"(?<![\w(\[<{])[A-Za-z]+(?: [a-z]+){7}(?=[ ,.])")


def phrase_from_a_page(folder: Path) -> str:
    """The longest such run of words on any page."""
    pages = sorted((folder / "content" / "pages").rglob("*.md"))
    bodies = (page.read_text().split("---", 2)[2] for page in pages)
    return max((found for body in bodies for found in PHRASE.findall(body)), key=len)


def publish(folder: Path, scratch: Path) -> LearningResource:
    name = folder.name.replace(".", "-")
    shutil.copytree(folder, scratch / "source")
    order = BuildOrder(
        source=scratch / "source",
        destination=scratch / "site",
        theme="course",
        base_url=f"/courses/{name}/",
        drafts=False,
    )
    services().builder.build(order)
    release = f"releases/{name}/1"
    services().objects.put_tree(release, scratch / "site")
    event = site_events.event_of(published_site.published(1, release=release, site=name, media=""))
    assert event is not None
    run = gather_site.gather(event, services=services())
    assert run is not None
    assert [(scope.outcome, scope.quarantined) for scope in run.scopes] == [("released", 0)]
    waiting_jobs.work_off(only="flows.announce_release")
    waiting_jobs.work_off(only="learn.apply_source_release")
    return LearningResource.objects.get(site=name)


def best(text: str) -> LearningResource:
    return searching.search(asked=searching.Asked(text=text), index=services().search).found[0].resource


@pytest.fixture(scope="module")
def courses(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, LearningResource]]:
    with kept(django_db_blocker):
        scratch = tmp_path_factory.mktemp("courses")
        made = {name: publish(corpus.course(name), scratch / name) for name in corpus.NAMES}
        indexing.rebuild(index=services().search)
        yield made


@pytest.fixture
def _nothing_indexed_or_stored() -> None:
    """Takes the place of that of all of learn: here a module keeps its index."""


def test_every_real_course_is_found_among_all_of_them(courses: dict[str, LearningResource]) -> None:
    for name, course in courses.items():
        assert best(course.title) == course
        assert best(course.number) == course
        assert best(phrase_from_a_page(corpus.course(name))) == course
        assert best(" ".join(sorted(course.title.lower().split()))) == course


def test_every_page_of_a_real_course_keeps_its_text(courses: dict[str, LearningResource]) -> None:
    (entry,) = search_documents.entries([courses["6.0001-fall-2016"].pk])
    parts = entry.parts
    pages = [part for part in parts if part.stored["kind"] == "page"]
    assert pages
    assert [part.title for part in pages if "{{" in part.text or "</" in part.text] == []


def test_scenario_58_the_page_that_answers_a_question_is_among_the_first_five(
    courses: dict[str, LearningResource],
) -> None:
    lookup, missed = Lookup(index=services().search), []
    with QUESTIONS.open() as file:
        asked = [row for row in csv.DictReader(file, delimiter="\t") if row["course"] in courses]
    for row in asked:
        conversation = Conversation(bot=Bot.COURSE, about=courses[row["course"]])
        found = retrieval.retrieve(conversation, row["question"], (), lookup).passages[:FIRST]
        steps = {step for passage in found for step in passage.url.split("/")}
        missed += [] if steps & set(row["pages"].split()) else [(row["question"], [one.url for one in found])]
    assert len(missed) <= NOT_FOUND * len(asked), missed
