"""Durations of what plays."""

import pytest

from learnstead.data.parsing.media_durations import from_clock, from_seconds
from tests.data.shared import golden, needs_shared


@pytest.mark.parametrize(
    ("text", "duration"),
    [("90:00", "PT1H30M"), ("0:45", "PT45S"), ("3600", "PT1H"), (" 12:01 ", "PT12M1S"), ("12 min", None), (None, None)],
)
def test_feeds_write_durations_as_on_a_clock_or_in_seconds(text, duration):
    assert from_clock(text) == duration


@needs_shared
def test_durations_are_read_as_production_reads_them():
    tables = golden("_parser_tables")
    assert [[text, from_clock(text)] for text, _ in tables["iso8601_duration"]] == tables["iso8601_duration"]
    assert [[n, from_seconds(n)] for n, _ in tables["ovs_duration_to_iso8601"]] == tables["ovs_duration_to_iso8601"]
