"""What only the extractor of our own must do: survive its files."""

import os
import signal
import sys
from datetime import timedelta

import pytest

from learnstead.adapters.text.library import LibraryExtractor
from learnstead.ports.text_extraction import NoText, TooSlow
from tests.adapters.text.documents import docx, pdf


@pytest.fixture(scope="module")
def library():
    with LibraryExtractor() as library:
        yield library


def test_office_documents_are_read(library):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    assert library.extract(docx("Bring a pencil"), file_name="a.docx", media_type=kind).text == "Bring a pencil"


def test_a_file_of_unknown_kind_is_looked_at(library):
    assert library.extract(pdf("Hello"), file_name="download").text == "Hello"


def test_a_reader_that_is_killed_is_replaced(library):
    library.extract(pdf("one"), file_name="1.pdf")
    os.kill(library._reader._process.pid, signal.SIGKILL)

    assert library.extract(pdf("two"), file_name="2.pdf").text == "two"


def test_a_file_that_takes_for_ever_is_left_for_later():
    stuck = [sys.executable, "-c", "import time; time.sleep(60)"]

    with (
        LibraryExtractor(patience=timedelta(seconds=0.2), worker=stuck) as library,
        pytest.raises(TooSlow, match=r"slow\.pdf took longer"),
    ):
        library.extract(pdf("slow"), file_name="slow.pdf")


def test_a_file_that_ends_its_reader_twice_cannot_be_read():
    fragile = [sys.executable, "-c", "input()"]

    with LibraryExtractor(worker=fragile) as library, pytest.raises(NoText, match=r"evil\.pdf.*crashed on it, twice"):
        library.extract(pdf("evil"), file_name="evil.pdf")


def test_a_file_that_is_too_large_is_not_even_tried():
    with LibraryExtractor(most_bytes=10) as library, pytest.raises(NoText, match=r"long\.txt has 11 bytes"):
        library.extract(b"x" * 11, file_name="long.txt")


def test_entities_are_not_expanded(library):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'

    with pytest.raises(NoText, match=r"bomb\.xml"):
        library.extract(bomb, file_name="bomb.xml", media_type="text/xml")


@pytest.mark.parametrize(
    ("content", "text"),
    [("Zürich".encode("cp1252"), "Zürich"), ("Zürich".encode("utf-16"), "Zürich"), (b"\xef\xbb\xbfplain", "plain")],
)
def test_text_of_other_times_is_understood(library, content, text):
    assert library.extract(content, file_name="a.txt").text == text


def test_binary_data_under_the_name_of_text_is_refused(library):
    with pytest.raises(NoText, match="binary"):
        library.extract(b"\x7fELF\x00\x00", file_name="a.txt")
