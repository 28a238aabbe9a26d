"""The index follows the catalogue, and ends where a fresh one would be."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learnstead.learn import jobs
from learnstead.learn.domain import indexing, releases, search_documents
from learnstead.learn.domain.searching import Asked, search
from learnstead.learn.models import ContentFile
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.shelf import resource

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WORDS = ["tide", "dune", "river", "ice", "moss", "reed", "stone", "cloud", "wind", "salt", "peat", "fern"]
QUESTIONS = [f"{one} {other}" for one in WORDS[:3] for other in WORDS[6:]]


def orders():
    """The first ten for each question, with their scores: what was rewritten must not show in either."""
    found = [search(asked=Asked(text=text, mode="keyword", limit=10), index=services().search) for text in QUESTIONS]
    return [[(hit.id, hit.score) for hit in answer.ranked.hits] for answer in found]


@pytest.fixture
def shelf():
    dice = random.Random(4)  # noqa: S311 - the same texts every time
    resources = [
        resource(f"{dice.choice(WORDS)} {number}", description=" ".join(dice.choices(WORDS, k=dice.randint(3, 40))))
        for number in range(60)
    ]
    indexing.rebuild(index=services().search)
    return resources


def test_the_same_data_gives_the_same_order_after_a_third_of_it_was_rewritten(shelf):
    fresh = orders()
    jobs.index(resources=[one.pk for one in shelf[::3]])
    assert orders() != fresh
    assert waiting_jobs.work_off(only=releases.REBUILD_JOB) == [releases.REBUILD_JOB]
    assert orders() == fresh


def test_a_little_that_was_rewritten_waits_for_the_full_hour(shelf):
    fresh = orders()
    jobs.index(resources=[shelf[0].pk])
    assert waiting_jobs.work_off(only=releases.REBUILD_JOB) == []
    jobs.settle_search()
    assert waiting_jobs.work_off(only=releases.REBUILD_JOB) == [releases.REBUILD_JOB]
    assert orders() == fresh
    jobs.settle_search()
    assert waiting_jobs.work_off(only=releases.REBUILD_JOB) == []


def with_files(number):
    holder = resource(f"Course {number}")
    for name in ("b", "a"):
        text = f"{name} of {number}"
        ContentFile.objects.create(resource=holder, key=name, title=name, content=text, payload_sha256="0" * 64)
    return holder.pk


def test_more_resources_take_no_more_statements_and_each_has_its_own_files():
    ids = [with_files(number) for number in range(30)]
    taken = []
    for several in (ids[:3], ids):
        with CaptureQueriesContext(connection) as queries:
            entries = list(search_documents.entries(several))
        assert [[part.text for part in entry.parts] for entry in entries] == [
            [f"a of {number}", f"b of {number}"] for number in range(len(several))
        ]
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_courses_with_megabytes_inside_are_not_all_read_at_once():
    dice = random.Random(4)  # noqa: S311 - the same texts every time
    for number in range(3):
        holder = resource(f"Course {number}")
        content = f"{dice.randbytes(800_000).hex()} of {number}"
        ContentFile.objects.create(resource=holder, key="a", title="A", content=content, payload_sha256="0" * 64)
    with CaptureQueriesContext(connection) as queries:
        entries = list(search_documents.published())
    assert [entry.parts[0].text[-4:] for entry in entries] == ["of 0", "of 1", "of 2"]
    assert len([query for query in queries if '"learn_contentfile"."content" AS' in query["sql"]]) == 3


def test_a_rebuild_first_has_the_database_count_what_it_will_read():
    ids = [with_files(number) for number in range(5)]
    jobs.rebuild_search()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'learn_contentfile'")
        assert cursor.fetchone() == (2 * len(ids),)
