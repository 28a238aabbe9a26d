"""Every implementation of the search port; another one is added here and passes the same tests."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.ports.search import Entry, SearchIndex
from tests.adapters.search.catalogue import COURSES, FACETS

Build = Callable[[Iterable[Entry]], SearchIndex]


def _embedded(folder: Path) -> SearchIndex:
    return TantivyIndex(folder, facets=FACETS)


IMPLEMENTATIONS = {"tantivy": _embedded}


@pytest.fixture(scope="module", params=IMPLEMENTATIONS)
def build(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Makes an index of its own, of some entries."""

    def built(entries: Iterable[Entry]) -> SearchIndex:
        index = IMPLEMENTATIONS[request.param](tmp_path_factory.mktemp("search") / "index")
        index.rebuild(entries)
        return index

    return built


@pytest.fixture(scope="module")
def courses(build: Build) -> SearchIndex:
    """An index of the courses that no test may change."""
    return build(COURSES)
