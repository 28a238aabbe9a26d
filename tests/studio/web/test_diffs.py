"""Differences as people read them."""

import pytest

from learnstead.studio.web import diffs


def shown(old: str, new: str) -> list[str]:
    signs = {"same": " ", "added": "+", "removed": "-"}
    return [
        f"({row.count})"
        if row.kind == "gap"
        else signs[row.kind] + "".join(f"[{text}]" if changed else text for changed, text in row.parts)
        for row in diffs.rows(old, new)
    ]


def test_changed_words_are_marked_inside_their_line() -> None:
    assert shown("a\nIt rains here.\nb", "a\nIt pours here.\nb") == [
        " a",
        "-It [rains] here.",
        "+It [pours] here.",
        " b",
    ]


def test_added_and_removed_lines_stand_alone() -> None:
    assert shown("a\nb", "a\nnew\nb") == [" a", "+new", " b"]
    assert shown("a\nb", "a") == [" a", "-b"]


@pytest.mark.parametrize("text", ["", "same\n", "a\nb\nc"])
def test_equal_texts_have_no_rows(text: str) -> None:
    assert shown(text, text) == []


def test_far_lines_are_folded_into_gaps() -> None:
    lines = [f"line {number}" for number in range(30)]
    changed = [*lines[:15], "new", *lines[16:]]
    found = shown("\n".join(lines), "\n".join(changed))
    assert (found[0], found[-1]) == ("(12)", "(11)")
    assert len(found) == 2 + 2 * diffs.CONTEXT + 2


def test_enormous_texts_are_compared_by_their_ends() -> None:
    lines = ["x"] * diffs.TOO_MANY_LINES
    rows = diffs.rows("\n".join(lines), "\n".join([*lines[:5], "new", *lines[5:]]))
    assert [(row.kind, row.count) for row in rows] == [("gap", 5), ("added", 0), ("gap", len(lines) - 5)]


def test_two_columns_put_a_change_beside_what_it_replaced() -> None:
    pairs = diffs.paired(diffs.rows("a\nold\nb", "a\nnew\nmore\nb"))
    kinds = [(left.kind if left else None, right.kind if right else None) for left, right in pairs]
    assert kinds == [("same", "same"), ("removed", "added"), (None, "added"), ("same", "same")]
