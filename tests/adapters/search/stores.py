"""Indexes to test, whatever their engine. A test module of an engine imports ``sentences`` and brings two fixtures.

``new_store`` makes a store of its own for one test, ``shared_store`` is one for all tests of the module. A store opens
index objects, as other processes would have them, that count by the facets they are given.
"""

from collections.abc import Callable, Iterable, Sequence

import pytest

from learnstead.ports.search import Entry, SearchIndex
from tests.adapters.search.catalogue import COURSES, FACETS

Opened = Callable[[Sequence[str]], SearchIndex]
Build = Callable[[Iterable[Entry]], SearchIndex]


@pytest.fixture
def build(new_store: Callable[[], Opened]) -> Build:
    """Makes an index in a store of its own, of some entries."""

    def built(entries: Iterable[Entry]) -> SearchIndex:
        index = new_store()(FACETS)
        index.rebuild(entries)
        return index

    return built


@pytest.fixture
def opened(new_store: Callable[[], Opened]) -> Opened:
    """An empty store."""
    return new_store()


@pytest.fixture
def index(opened: Opened) -> SearchIndex:
    """An index of the first four courses, for a test to change."""
    built = opened(FACETS)
    built.rebuild(COURSES[:4])
    return built


@pytest.fixture(scope="module")
def courses(shared_store: Opened) -> SearchIndex:
    """An index of all courses that no test may change."""
    built = shared_store(FACETS)
    built.rebuild(COURSES)
    return built
