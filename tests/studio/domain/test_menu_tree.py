"""A menu as a tree: read, rearranged and written."""

import pytest

from learnstead.studio.domain import menu_tree

STORED = [
    {"identifier": "a", "name": "A", "weight": 10, "url": "/a", "extra": 1},
    {"identifier": "a1", "name": "A1", "weight": 20, "parent": "a", "pageRef": "/a1"},
    {"identifier": "a2", "name": "A2", "weight": 30, "parent": "a"},
    {"identifier": "b", "name": "B", "weight": 40},
]


def outline(entries: list[menu_tree.Entry]) -> str:
    return " ".join("." * entry.depth + entry.identifier for entry in entries)


def test_reading_orders_by_weight_and_shows_depth() -> None:
    assert outline(menu_tree.read(list(reversed(STORED)))) == "a .a1 .a2 b"


@pytest.mark.parametrize(
    ("move", "who", "result"),
    [
        ("up", "b", "b a .a1 .a2"),
        ("up", "a", "a .a1 .a2 b"),
        ("up", "a2", "a .a2 .a1 b"),
        ("down", "a", "b a .a1 .a2"),
        ("down", "a2", "a .a1 .a2 b"),
        ("indent", "b", "a .a1 .a2 .b"),
        ("indent", "a2", "a .a1 ..a2 b"),
        ("indent", "a", "a .a1 .a2 b"),
        ("outdent", "a1", "a .a2 a1 b"),
        ("outdent", "b", "a .a1 .a2 b"),
        ("without", "a", "a1 a2 b"),
        ("up", "nobody", "a .a1 .a2 b"),
    ],
)
def test_entries_move(move: str, who: str, result: str) -> None:
    assert outline(getattr(menu_tree, move)(menu_tree.read(STORED), who)) == result


def test_entries_are_dropped_before_or_below_others_but_never_into_themselves() -> None:
    entries = menu_tree.read(STORED)
    assert outline(menu_tree.place(entries, "b", before="a1")) == "a .b .a1 .a2"
    assert outline(menu_tree.place(entries, "a1", below="b")) == "a .a2 b .a1"
    assert outline(menu_tree.place(entries, "a1", below="")) == "a .a2 b a1"
    assert outline(menu_tree.place(entries, "a", below="a1")) == "a .a1 .a2 b"


def test_an_untouched_menu_is_written_as_it_was() -> None:
    assert menu_tree.write(menu_tree.read(STORED), STORED) is STORED


def test_a_changed_menu_counts_its_weights_anew_and_keeps_unknown_keys() -> None:
    written = menu_tree.write(menu_tree.up(menu_tree.read(STORED), "b"), STORED)
    assert [(row["identifier"], row["weight"]) for row in written] == [("b", 10), ("a", 20), ("a1", 30), ("a2", 40)]
    assert written[1]["extra"] == 1


def test_circles_and_lost_parents_are_shown_at_the_root() -> None:
    circle = [
        {"identifier": "a", "name": "A", "parent": "b"},
        {"identifier": "b", "name": "B", "parent": "a"},
        {"identifier": "c", "name": "C", "parent": "gone"},
    ]
    assert outline(menu_tree.read(circle)) == "c a .b"
