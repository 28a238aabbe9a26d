"""Merging two edits of one text."""

import pytest

from learnstead.studio.domain.merging import Overlap, merge_text

BASE = "one\ntwo\nthree\nfour\nfive\n"


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        ("ONE\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\nFIVE\n", "ONE\ntwo\nthree\nfour\nFIVE\n"),
        ("zero\n" + BASE, BASE + "six\n", "zero\n" + BASE + "six\n"),
        ("two\nthree\nfour\nfive\n", "one\ntwo\nthree\n", "two\nthree\n"),
        ("one\nTWO\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nfive\n"),
        ("one\nTWO\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nFIVE\n", "one\nTWO\nthree\nfour\nFIVE\n"),
        (BASE, "mine\n", "mine\n"),
        ("theirs\n", BASE, "theirs\n"),
        (BASE.replace("one", "eins"), BASE.removesuffix("\n"), BASE.replace("one", "eins").removesuffix("\n")),
    ],
)
def test_edits_of_different_places_are_both_kept(theirs: str, mine: str, merged: str) -> None:
    assert merge_text(BASE, theirs, mine) == merged
    assert merge_text(BASE, mine, theirs) == merged


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("ONE\ntwo\nthree\nfour\nfive\n", "eins\ntwo\nthree\nfour\nfive\n"),
        ("ONE\ntwo\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nfive\n"),
        (BASE + "six\n", BASE + "seven\n"),
        ("", "one\ntwo\nTHREE\nfour\nfive\n"),
    ],
)
def test_edits_of_one_place_overlap(theirs: str, mine: str) -> None:
    with pytest.raises(Overlap):
        merge_text(BASE, theirs, mine)
