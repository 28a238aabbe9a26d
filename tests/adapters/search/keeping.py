"""How an index is kept: written, replaced, built anew, read by others, and missing."""

from collections.abc import Iterator

import pytest

from learnstead.ports.search import Entry, IndexMissing, Query, SearchIndex
from tests.adapters.search.catalogue import COURSES, FACETS, ids
from tests.adapters.search.stores import Build, Opened


def test_an_entry_can_be_replaced_and_removed(index: SearchIndex) -> None:
    index.write(put=[Entry(id="3", title="Drones", text="They fly.")], remove=["4"])
    assert ids(index, "drones") == ["3"]
    assert ids(index, "lego") == []
    assert ids(index, "radar") == []
    assert index.search(Query(text="")).total == 3


def test_another_reader_sees_a_write_at_once(index: SearchIndex, opened: Opened) -> None:
    reader = opened(FACETS)
    assert ids(reader, "drones") == []
    index.write(put=[Entry(id="5", title="Drones", text="They fly.")])
    assert ids(reader, "drones") == ["5"]


def test_a_write_says_how_much_was_replaced_until_the_index_is_built_anew(index: SearchIndex) -> None:
    assert index.write(put=[Entry(id="5", title="Drones", text="They fly.")]) == 0
    assert 0 < index.write(put=COURSES[:2]) < 1
    index.rebuild(COURSES[:4])
    assert index.write() == 0


def test_the_order_of_equals_does_not_depend_on_the_order_of_writing(build: Build) -> None:
    copies = [Entry(id=f"copy-{number}", title="Pottery", text="Clay.") for number in range(20)]
    index = build(copies)
    once = ids(index, "pottery", limit=20)
    index.rebuild(reversed(copies))
    assert ids(index, "pottery", limit=20) == once
    for copy in copies[::3]:
        index.write(put=[copy])
    assert ids(index, "pottery", limit=20) == once
    assert ids(index, "pottery", limit=5, offset=5) == once[5:10]


def test_a_missing_index_says_so(opened: Opened) -> None:
    index = opened(FACETS)
    with pytest.raises(IndexMissing, match="learnstead search rebuild"):
        index.search(Query(text="anything"))
    with pytest.raises(IndexMissing):
        index.write(remove=["1"])


def test_an_index_of_another_form_counts_as_missing(index: SearchIndex, opened: Opened) -> None:
    assert index.search(Query(text="")).total
    with pytest.raises(IndexMissing, match="another version"):
        opened(("topic",)).search(Query(text=""))


def test_a_failed_rebuild_leaves_the_live_index(index: SearchIndex) -> None:
    def breaking() -> Iterator[Entry]:
        yield COURSES[0]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.rebuild(breaking())
    assert index.search(Query(text="")).total == 4


def test_what_is_written_during_a_rebuild_is_found_at_once_and_stays(index: SearchIndex, opened: Opened) -> None:
    reader, drones = opened(FACETS), Entry(id="3", title="Drones", text="They fly.")

    def entries() -> Iterator[Entry]:
        yield from COURSES[:2]
        index.write(put=[drones], remove=["1"])
        assert ids(reader, "drones") == ["3"]
        yield from COURSES[2:4]  # as they were when this began
        index.write(remove=["4"])
        assert reader.search(Query(text="")).total == 2

    opened(FACETS).rebuild(entries())
    assert ids(reader, "") == ["2", "3"]
    assert ids(reader, "drones") == ["3"]
