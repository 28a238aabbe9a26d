"""Slugs."""

import pytest

from learnstead.kernel.slugs import slug_for


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Syllabus", "syllabus"),
        ("6.034", "6-034"),
        ("Übung & Lösung: ½ Stunde", "ubung-losung-1-2-stunde"),
        ("  --  ", ""),
        ("January IAP", "january-iap"),
    ],
)
def test_a_slug_is_lower_case_ascii_words_joined_by_hyphens(text, slug):
    assert slug_for(text) == slug


def test_a_long_text_is_cut_to_what_a_file_name_may_have():
    assert len(slug_for("word " * 100)) <= 125
