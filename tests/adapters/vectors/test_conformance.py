"""What every index of vectors does."""

import math
import os
from datetime import timedelta
from uuid import uuid4

import pytest

from learnstead.adapters.vectors.database import DatabaseVectors
from learnstead.adapters.vectors.memory import MemoryVectors
from learnstead.adapters.vectors.qdrant import QdrantVectors
from learnstead.ports.vectors import Point
from tests.adapters.vectors.fake_qdrant import fake_qdrant

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def qdrant():
    with fake_qdrant() as server:
        yield server


@pytest.fixture(params=["memory", "database", "Qdrant's protocol", "a real Qdrant"])
def vectors(request, qdrant):
    if request.param == "memory":
        yield MemoryVectors()
    elif request.param == "database":
        yield DatabaseVectors()
    else:
        real = request.param == "a real Qdrant"
        url = os.environ.get("QDRANT_URL") if real else qdrant.url
        if not url:
            pytest.skip("QDRANT_URL names no Qdrant server")
        made = QdrantVectors(url, prefix=f"learnstead-test-{uuid4().hex[:8]}.", brief=timedelta(seconds=20))
        yield made
        for collection in made.collections():
            made.drop(collection)
        made.close()


def at(degrees, *, length=1.0):
    return [length * math.cos(math.radians(degrees)), length * math.sin(math.radians(degrees)), 0.0]


def point(id_, degrees, *, owner="", checksum="c"):
    return Point(id=id_, vector=at(degrees), checksum=checksum, owner=owner)


def ids(found):
    return [id_ for id_, _ in found]


def test_the_nearest_come_first_with_their_cosine_and_what_is_too_far_does_not_come(vectors):
    vectors.put("things:m", [point("far", 80), point("near", 10), point("same", 0), point("behind", 180)])
    found = vectors.nearest("things:m", at(0), at_least=0.1, limit=10)
    assert ids(found) == ["same", "near", "far"]
    assert [cosine for _, cosine in found] == pytest.approx(
        [1, math.cos(math.radians(10)), math.cos(math.radians(80))], abs=2e-3
    )
    assert ids(vectors.nearest("things:m", at(0), at_least=0.5, limit=1)) == ["same"]


def test_equally_near_ones_come_by_id_whatever_the_order_they_were_put_in(vectors):
    vectors.put("things:m", [point("b", 30), point("c", -30), point("a", 30)])
    assert ids(vectors.nearest("things:m", at(0), at_least=0, limit=2)) == ["a", "b"]
    vectors.put("things:m", [point("a", 30)])
    assert ids(vectors.nearest("things:m", at(0), at_least=0, limit=9)) == ["a", "b", "c"]


def test_a_point_is_replaced_and_removed_by_id_or_with_all_of_its_owner(vectors):
    vectors.put("things:m", [point("1", 0, owner="x"), point("2", 20, owner="y"), point("3", 40, owner="y")])
    assert ids(vectors.nearest("things:m", at(0), at_least=0, limit=9)) == ["1", "2", "3"]
    vectors.put("things:m", [point("1", 60, owner="x", checksum="new")])
    assert ids(vectors.nearest("things:m", at(0), at_least=0, limit=9)) == ["2", "3", "1"]
    assert vectors.checksums("things:m") == {"1": "new", "2": "c", "3": "c"}
    vectors.remove("things:m", owners=["y"])
    assert ids(vectors.nearest("things:m", at(0), at_least=0, limit=9)) == ["1"]
    vectors.remove("things:m", ids=["1", "unknown"])
    assert vectors.nearest("things:m", at(0), at_least=0, limit=9) == []
    assert vectors.checksums("things:m") == {}


def test_asked_for_owners_only_their_points_are_compared(vectors):
    vectors.put("things:m", [point(f"{owner}{n}", 10 * n, owner=owner) for owner in "xyz" for n in range(3)])
    assert ids(vectors.nearest("things:m", at(0), at_least=0, limit=4, owners=["y", "z"])) == ["y0", "z0", "y1", "z1"]
    assert vectors.nearest("things:m", at(0), at_least=0, limit=4, owners=["nobody"]) == []
    assert sorted(vectors.checksums("things:m", owners=["x"])) == ["x0", "x1", "x2"]


def test_vectors_come_back(vectors):
    vectors.put("things:m", [point("1", 30)])
    found = vectors.vectors("things:m", ["1", "unknown"])
    assert list(found) == ["1"]
    assert found["1"] == pytest.approx(at(30), abs=1e-3)


def test_collections_keep_to_themselves_and_can_be_dropped(vectors):
    vectors.put("things:m", [point("1", 0)])
    vectors.put("things:n", [Point(id="1", vector=[1.0, 0.0], checksum="other")])
    assert vectors.collections() == ["things:m", "things:n"]
    assert vectors.checksums("things:n") == {"1": "other"}
    vectors.drop("things:m")
    vectors.drop("things:m")
    assert vectors.collections() == ["things:n"]
    assert vectors.nearest("things:m", at(0), at_least=0, limit=9) == []
    vectors.put("things:m", [point("2", 0)])
    assert ids(vectors.nearest("things:m", at(0), at_least=0, limit=9)) == ["2"]


def test_nothing_is_near_a_text_without_a_known_word_and_nothing_is_in_what_is_not_there(vectors):
    vectors.put("things:m", [point("1", 0)])
    assert vectors.nearest("things:m", [0.0, 0.0, 0.0], at_least=0, limit=9) == []
    assert vectors.nearest("unknown", at(0), at_least=0, limit=9) == []
    assert vectors.checksums("unknown") == {}
    assert vectors.vectors("unknown", ["1"]) == {}
    vectors.remove("unknown", ids=["1"])


def test_more_points_than_fit_into_a_batch_and_the_same_one_twice(vectors):
    vectors.put("things:m", (point(str(n), n % 90, checksum=str(n)) for n in [*range(1100), 0]))
    assert len(vectors.checksums("things:m")) == 1100
    assert len(vectors.nearest("things:m", at(0), at_least=-1, limit=5000)) == 1100
