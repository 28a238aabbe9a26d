"""The embedded index does what every index must, and survives damage to its files."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.ports.search import Entry, IndexMissing, Query, SearchIndex
from tests.adapters.search.catalogue import COURSES, ids
from tests.adapters.search.sentences import *  # noqa: F403 - the tests of every engine
from tests.adapters.search.stores import Opened

pytestmark = pytest.mark.slow


def _store(folder: Path) -> Opened:
    return lambda facets: TantivyIndex(folder, facets=facets)


@pytest.fixture
def new_store(tmp_path: Path) -> Callable[[], Opened]:
    numbers = count()
    return lambda: _store(tmp_path / f"search-{next(numbers)}")


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return _store(tmp_path_factory.mktemp("search") / "index")


def test_a_damaged_index_counts_as_missing_and_can_be_rebuilt(index: SearchIndex, tmp_path: Path) -> None:
    for file in (tmp_path / "search-0" / "live").resolve().rglob("*"):
        if file.is_file():
            file.write_bytes(b"not an index")
    another = TantivyIndex(tmp_path / "search-0", facets=("topic",))
    with pytest.raises(IndexMissing):
        another.search(Query(text="algebra"))
    another.rebuild([COURSES[1]])
    assert ids(another, "algebra") == ["2"]


def test_one_poisonous_entry_stops_no_other(index: SearchIndex) -> None:
    """A lone surrogate is what JSON may say and UTF-8 cannot."""
    poison = Entry(id="6", title="Kites \ud800", text="They fly.")
    index.write(put=[Entry(id="5", title="Drones", text=""), poison, Entry(id="7", title="Gliders", text="")])
    assert (ids(index, "drones"), ids(index, "gliders"), ids(index, "kites")) == (["5"], ["7"], [])
    assert index.rebuild([*COURSES, poison]) == len(COURSES)


def test_a_batch_may_be_larger_than_ten_megabytes(index: SearchIndex) -> None:
    long = "so it goes " * 370_000
    index.write(put=[Entry(id=f"long-{number}", title=f"Saga {number}", text=long) for number in range(3)])
    assert len(ids(index, "saga")) == 3


def test_what_is_lifted_from_far_below_comes_first_and_pages_stay_whole(new_store: Callable[[], Opened]) -> None:
    """More match than are weighed at first: an order by words alone would not know the last one."""
    many = [Entry(id=f"{n:04}", title="Clay", text="clay " * (n % 7), facets={"topic": ["Art"]}) for n in range(2000)]
    lifted = Entry(id="last", title="Wood", text="Clay. " + "wood " * 500, boost=200.0, facets={"topic": ["Craft"]})
    index = new_store()(("topic",))
    index.rebuild([*many, lifted])
    found = index.search(Query(text="clay pot", facets=["topic"], limit=5))
    assert (found.hits[0].id, found.total) == ("last", 2001)
    assert found.facets["topic"] == [("Art", 2000), ("Craft", 1)]
    narrowed = index.search(Query(text="clay pot", facets=["topic"], filters={"topic": ["craft"]}))
    assert (narrowed.total, narrowed.facets["topic"]) == (1, found.facets["topic"])
    walked = [
        hit.id
        for offset in range(0, 2001, 500)
        for hit in index.search(Query(text="clay pot", offset=offset, limit=500, bare=True)).hits
    ]
    assert sorted(walked) == sorted([*(one.id for one in many), "last"])


@pytest.mark.parametrize("damage", ["gone", "nothing in it", "half of it", "something else"])
def test_what_is_known_of_entries_is_read_from_them_when_its_file_is_damaged(tmp_path: Path, damage: str) -> None:
    index = TantivyIndex(tmp_path, facets=())
    index.rebuild(COURSES)
    before = index.search(Query(text="algebra"))
    file = tmp_path / "live" / "columns"
    whole = file.read_bytes()
    file.write_bytes({"half of it": whole[: len(whole) // 2], "something else": b"\x93\xc0\x01\xa1x"}.get(damage, b""))
    if damage == "gone":
        file.unlink()
    assert TantivyIndex(tmp_path, facets=()).search(Query(text="algebra")) == before
