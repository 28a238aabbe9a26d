"""What is particular to Qdrant: keys, other people's collections, a server that is away."""

import pytest

from learnstead.adapters.vectors.qdrant import QdrantAway, QdrantVectors
from learnstead.kernel.errors import Terminal, Transient
from tests.adapters.vectors.fake_qdrant import fake_qdrant
from tests.adapters.vectors.test_conformance import at, ids, point


@pytest.fixture
def qdrant():
    with fake_qdrant(key="secret key") as server:
        yield server


@pytest.fixture
def connected():
    """Makes clients, and closes them afterwards."""
    made = []

    def connect(*address, **more):
        made.append(QdrantVectors(*address, **more))
        return made[-1]

    yield connect
    for one in made:
        one.close()


def test_a_wrong_key_and_a_server_that_is_unwell_are_said(qdrant, connected):
    with pytest.raises(QdrantAway, match="403"):
        connected(qdrant.url).collections()
    vectors = connected(qdrant.url, key="secret key")
    vectors.put("things:m", [point("1", 0)])
    qdrant.broken = 500
    with pytest.raises(Transient, match="500"):
        vectors.nearest("things:m", at(0), at_least=0, limit=1)
    with pytest.raises(QdrantAway, match="does not answer"):
        connected("http://127.0.0.1:9").collections()
    with pytest.raises(Terminal, match="no address"):
        connected("qdrant:6333")


def test_collections_of_others_on_the_same_server_are_left_alone(qdrant, connected):
    ours = connected(qdrant.url, key="secret key")
    others = connected(qdrant.url, key="secret key", prefix="somebody.")
    others.put("things:m", [point("1", 0)])
    ours.put("resources:openai:text-embedding-3-small:256", [point("2", 0)])
    assert ours.collections() == ["resources:openai:text-embedding-3-small:256"]
    ours.drop("things:m")
    assert ids(others.nearest("things:m", at(0), at_least=0, limit=9)) == ["1"]
    assert sorted(qdrant.collections) == [
        "learnstead.resources=3Aopenai=3Atext-embedding-3-small=3A256",
        "somebody.things=3Am",
    ]
