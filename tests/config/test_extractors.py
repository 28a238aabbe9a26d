"""Which text extractor reads the documents of a run."""

import pytest

from learnstead.config.extractors import Extractors
from tests.adapters.text.fake_tika import fake_tika


@pytest.fixture
def server():
    with fake_tika(base="") as server:
        yield server


@pytest.fixture
def extractor_for():
    made = []

    def extractor_for(*, tika="", feeds="", replay=""):
        made.append(Extractors(tika=tika, feeds=feeds))
        return made[-1].of(replay=replay)

    yield extractor_for
    for extractors in made:
        extractors.close()


def test_without_a_word_the_libraries_read(extractor_for):
    assert extractor_for().name.startswith("library-")


def test_a_server_that_was_named_reads(extractor_for):
    assert (
        extractor_for(tika="http://tika.example.org:9998", replay="http://127.0.0.1:9").name == "tika-tika.example.org"
    )


def test_the_server_of_a_replayed_world_reads(extractor_for, server):
    replayed = extractor_for(replay=server.url)

    assert replayed.name == "tika-tika"
    assert replayed.extract(b"fine", file_name="a.txt").text == "fine"
    assert {asked["x-replay-host"] for asked in server.asked} == {"tika"}


def test_a_replayed_world_without_one_leaves_it_to_the_libraries(extractor_for, server):
    server.answers[:] = [(404, b"{}")]

    assert extractor_for(replay=server.url).name.startswith("library-")


def test_the_sample_world_is_not_asked(extractor_for, server):
    assert extractor_for(replay=server.url, feeds=server.url).name.startswith("library-")
    assert server.asked == []
