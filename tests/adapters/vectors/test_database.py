"""Vectors in our own database, with more than one process reading."""

import pytest

from learnstead.adapters.vectors.database import DatabaseVectors
from tests.adapters.vectors.test_conformance import at, ids, point

pytestmark = pytest.mark.django_db


def everything(vectors, collection="things:m"):
    return ids(vectors.nearest(collection, at(0), at_least=-1, limit=99))


def test_a_reader_sees_what_another_wrote_changed_removed_and_built_anew():
    writer, reader = DatabaseVectors(), DatabaseVectors()
    writer.put("things:m", [point("1", 0), point("2", 10), point("3", 20)])
    assert everything(reader) == ["1", "2", "3"]
    writer.put("things:m", [point("2", 30), point("4", 40)])
    writer.remove("things:m", ids=["1"])
    assert everything(reader) == ["3", "2", "4"]
    writer.drop("things:m")
    writer.put("things:m", [point("9", 0)])
    writer.put("things:m", [point("8", 10)])
    assert everything(reader) == ["9", "8"]


def test_what_did_not_change_is_not_read_again(django_assert_num_queries):
    writer, reader = DatabaseVectors(), DatabaseVectors()
    writer.put("things:m", [point("1", 0)])
    everything(reader)
    with django_assert_num_queries(1):
        everything(reader)


def test_a_collection_too_large_to_keep_gives_the_same_answer():
    vectors = DatabaseVectors()
    vectors.put("things:m", [point(f"{n:03}", n) for n in range(60)])
    kept = vectors.nearest("things:m", at(30), at_least=0.9, limit=7)
    large = DatabaseVectors(most_kept=20)
    assert large.nearest("things:m", at(30), at_least=0.9, limit=7) == kept
