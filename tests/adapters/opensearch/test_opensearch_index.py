"""OpenSearch does what every index must: a real one, or what a real one answered (see ``cluster``)."""

from collections.abc import Iterator

import pytest

from learnstead.adapters.opensearch.index import OpenSearchIndex
from learnstead.kernel.errors import Transient
from learnstead.ports.search import Query, SearchIndex
from tests.adapters.opensearch.cluster import REAL, cluster
from tests.adapters.search import conformance
from tests.adapters.search.conformance import *  # noqa: F403 - the tests of every implementation
from tests.adapters.search.conformance import FACETS, Opened

pytestmark = pytest.mark.timeout(600 if REAL else 60)


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    with cluster(request.node.name) as url:
        OpenSearchIndex(url, name="test", facets=FACETS).forget()
        yield lambda facets: OpenSearchIndex(url, name="test", facets=facets)


def test_a_cluster_that_cannot_be_reached_is_a_passing_failure() -> None:
    with pytest.raises(Transient, match="cannot be reached"):
        OpenSearchIndex("http://127.0.0.1:9", name="test", facets=FACETS).search(Query(text="algebra"))


@pytest.mark.skipif(not REAL, reason="OPENSEARCH_URL names no cluster; nine hundred exchanges are too many to keep")
def test_no_text_breaks_a_search(index: SearchIndex) -> None:
    conformance.test_no_text_breaks_a_search(index)
