"""Descriptions of YouTube videos."""

import pytest

from learnstead.data.parsing.youtube_text import described
from tests.data.shared import golden, needs_shared


@needs_shared
def test_descriptions_are_cleaned_as_production_cleans_them():
    table = golden("_parser_tables")["clean_youtube_description"]
    assert [[text, described(text)] for text, _ in table] == table


@pytest.mark.parametrize(
    "line",
    [
        "INSTRUCTORS: A. Teacher and B. Teacher",
        "1:00:57 Scaling up",
        "MIT 14.310x Data Analysis for Social Scientists, Spring 2023",
        "More courses at http://ocw.example.edu",
    ],
)
def test_what_is_the_same_below_every_video_is_left_out(line):
    assert described(f"How rivers bend.\n{line}\n") == "How rivers bend."


@pytest.mark.parametrize("line", ["MIT students build a boat.", "Of course: a surprise.", "It took 3:1 odds."])
def test_what_is_about_the_video_stays(line):
    assert described(f"How rivers bend.\n{line}") == f"How rivers bend.\n{line}"


def test_house_rules_go_and_paragraphs_stay_apart():
    rules = "We encourage constructive comments and discussion on OCW's YouTube. Rude ones\nmay be removed."
    assert described(f"One.\n\n\n\n{rules}\n\nTwo.") == "One.\n\nTwo."
