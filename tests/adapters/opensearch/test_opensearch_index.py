"""OpenSearch does what every index must: a real one, or what a real one answered (see ``cluster``)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count

import pytest

from learnstead.adapters.opensearch.index import OpenSearchIndex
from learnstead.kernel.errors import Transient
from learnstead.ports.search import Query, SearchIndex
from tests.adapters.opensearch.cluster import REAL, cluster
from tests.adapters.search import matching
from tests.adapters.search.catalogue import FACETS
from tests.adapters.search.sentences import *  # noqa: F403 - the tests of every engine
from tests.adapters.search.stores import Opened

pytestmark = [pytest.mark.timeout(600 if REAL else 60), pytest.mark.slow]


def _store(url: str, name: str) -> Opened:
    OpenSearchIndex(url, name=name, facets=FACETS).forget()
    return lambda facets: OpenSearchIndex(url, name=name, facets=facets)


@pytest.fixture
def new_store(request: pytest.FixtureRequest) -> Iterator[Callable[[], Opened]]:
    numbers = count()
    with ExitStack() as stack:
        url = stack.enter_context(cluster(request.node.name))
        yield lambda: _store(url, f"test-{next(numbers)}")


@pytest.fixture(scope="module")
def shared_store() -> Iterator[Opened]:
    with cluster("the courses", in_any_order=True) as url:
        yield _store(url, "courses")


def test_a_cluster_that_cannot_be_reached_is_a_passing_failure() -> None:
    with pytest.raises(Transient, match="cannot be reached"):
        OpenSearchIndex("http://127.0.0.1:9", name="test", facets=FACETS).search(Query(text="algebra"))


@pytest.mark.skipif(not REAL, reason="OPENSEARCH_URL names no cluster; a thousand exchanges are too many to keep")
def test_no_text_breaks_a_search(courses: SearchIndex) -> None:
    matching.test_no_text_breaks_a_search(courses)
