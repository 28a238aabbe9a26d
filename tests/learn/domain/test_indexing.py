"""The index follows the catalogue, and ends where a fresh one would be."""

import random

import pytest

from learnstead.learn import jobs
from learnstead.learn.domain import indexing, releases
from learnstead.learn.domain.searching import Asked, search
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.shelf import resource

pytestmark = pytest.mark.django_db

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
