"""What every bucket promises."""

import pytest

from learnstead.ports.egress import FetchRefused
from tests.adapters.bucket.conftest import OBJECTS


def test_a_listing_has_every_object_in_key_order(bucket):
    found = list(bucket.list(""))
    assert [(item.key, item.size) for item in found] == [(key, len(OBJECTS[key])) for key in sorted(OBJECTS)]
    assert all(item.modified.tzinfo and item.version for item in found)


@pytest.mark.parametrize("prefix", ["courses/a/", "courses/a", "courses/a/pages/one/data.json", "cour", "nothing/"])
def test_a_prefix_is_the_beginning_of_a_key(bucket, prefix):
    assert [item.key for item in bucket.list(prefix)] == sorted(key for key in OBJECTS if key.startswith(prefix))


def test_an_object_reads_back_whole_and_in_pieces(bucket):
    for key, content in OBJECTS.items():
        with bucket.open(key) as file:
            assert file.read() == content
        with bucket.open(key) as file:
            assert b"".join(iter(lambda: file.read(65_536), b"")) == content


def test_the_version_of_an_object_stays_while_its_bytes_do(bucket):
    assert list(bucket.list("")) == list(bucket.list(""))


def test_what_is_not_there_cannot_be_opened(bucket):
    with pytest.raises(FetchRefused, match=r"courses/c/data\.json"):
        bucket.open("courses/c/data.json")


def test_an_object_that_was_taken_is_gone_and_may_be_taken_again(in_tray):
    with in_tray.open("a/film.mp4") as file:
        assert file.read() == b"film"
    in_tray.remove("a/film.mp4")
    in_tray.remove("a/film.mp4")
    assert list(in_tray.list("")) == []
