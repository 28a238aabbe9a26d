"""Durations and efforts, as people write them."""

import pytest

from learnstead.data.parsing.durations import duration, weeks
from learnstead.data.parsing.effort import effort, hours, whole
from tests.data.shared import golden, needs_shared


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("12 weeks", 12, 12),
        ("4–8 Semanas", 4, 8),  # noqa: RUF001 - the dash people type
        ("8 to 6 weeks", 6, 8),
        ("2 mois", 8, 8),
        ("7 days", 2, 2),
        ("3 half-days", 1, 1),
        ("10 hours", 1, 1),
        ("90 hours", 3, 3),
        ("1.5 months", 6, 6),
        ("weeks", None, None),
        ("2024", None, None),
        ("at your own pace, 5 weeks", None, None),
    ],
)
def test_a_duration_is_told_in_whole_weeks(text, least, most):
    told = duration(text)

    assert (told.text, told.min_weeks, told.max_weeks) == (text, least, most)


def test_a_number_of_weeks_is_put_into_words():
    assert [weeks(number).text for number in (None, 0, 1, 2)] == ["", "", "1 week", "2 weeks"]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("5-6 hours/week", 5, 6), ("7-5 hrs per week", 5, 7), ("10 hours over 3 weeks", 10, 10), ("12", None, None)],
)
def test_an_effort_is_told_in_hours_a_week(text, least, most):
    told = effort(text)

    assert (told.text, told.min_hours, told.max_hours) == (text, least, most)


def test_numbers_of_hours_are_put_into_words_the_smaller_first():
    assert [hours(*pair).text for pair in ((7, 5), (4, 4), (None, 1), (None, None))] == [
        "5-7 hours/week",
        "4 hours/week",
        "1 hour/week",
        "",
    ]


def test_a_whole_number_may_come_as_text():
    assert [whole(told) for told in ("5", 7, "", None, "5-6")] == [5, 7, None, None, None]


@needs_shared
def test_the_table_of_the_reference_holds_but_for_hours_that_it_takes_for_weeks():
    table = golden("_parser_tables")
    told = {text: duration(text) for text, _ in table["parse_resource_duration"]}

    different = [
        text
        for text, expected in table["parse_resource_duration"]
        if (told[text].min_weeks, told[text].max_weeks) != (expected["min_weeks"], expected["max_weeks"])
    ]
    assert different == ["10 hours"]
    for text, expected in table["parse_resource_commitment"]:
        found = effort(text)
        assert [found.text, found.min_hours, found.max_hours] == list(expected.values())
