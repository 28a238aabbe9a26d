"""Retrieval as a regression: questions to the demo's courses, with the pages that answer them."""

import pytest

from learnstead.adapters.language_model.extractive import Extractive
from learnstead.learn.domain.ask import retrieval
from learnstead.learn.domain.ask.retrieval import Lookup, Retrieved
from learnstead.learn.models import Conversation
from learnstead.learn.models.conversation import Bot
from learnstead.ports.language_model import Prompt
from learnstead.ports.services import services
from tests.learn.ask import material
from tests.learn.ask.questions import ANSWERED, NOT_IN_THERE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIRST = 5


def test_the_right_page_is_found_and_what_is_not_there_is_not_answered() -> None:
    courses = material.demo_courses()
    lookup = Lookup(index=services().search)

    def looked_up(course: str, question: str) -> tuple[Retrieved, list[str]]:
        conversation = Conversation(bot=Bot.COURSE, about=courses[course])
        found = retrieval.retrieve(conversation, question, (), lookup)
        said = Extractive().stream(Prompt(question=found.subject, passages=found.passages))
        return found, [piece.text for piece in said]

    missed, silent = [], []
    for course, question, pages in ANSWERED:
        found, said = looked_up(course, question)
        names = {one.url.strip("/").rpartition("/")[2] for one in found.passages[:FIRST]}
        missed += [] if names & set(pages.split()) else [question]
        silent += [] if said else [question]
    invented = [(question, said) for course, question in NOT_IN_THERE if (said := looked_up(course, question)[1])]
    assert (missed, silent, invented) == ([], [], [])
