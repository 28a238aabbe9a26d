"""The embedded index does what every index must, and survives damage to its files."""

from pathlib import Path

import pytest

from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.ports.search import IndexMissing, Query, SearchIndex
from tests.adapters.search.conformance import *  # noqa: F403 - the tests of every implementation
from tests.adapters.search.conformance import ALGEBRA, FACETS, Opened, ids


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return lambda facets: TantivyIndex(tmp_path / "search", facets=facets)


def test_a_damaged_index_counts_as_missing_and_can_be_rebuilt(index: SearchIndex, tmp_path: Path) -> None:
    for file in (tmp_path / "search" / "live").resolve().rglob("*"):
        if file.is_file():
            file.write_bytes(b"not an index")
    another = TantivyIndex(tmp_path / "search", facets=FACETS)
    with pytest.raises(IndexMissing):
        another.search(Query(text="algebra"))
    another.rebuild([ALGEBRA])
    assert ids(another, "algebra") == ["2"]
    assert ids(index, "algebra") == ["2"]
