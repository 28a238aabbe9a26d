"""What only the client of a Tika server must do."""

import pytest

from learnstead.adapters.text.tika import TikaExtractor
from learnstead.kernel.errors import Terminal
from learnstead.ports.text_extraction import ExtractorAway, NoText
from tests.adapters.text.fake_tika import fake_tika

pytestmark = pytest.mark.slow


@pytest.fixture
def server():
    with fake_tika() as server:
        yield server


@pytest.fixture
def tika(server):
    with TikaExtractor(server.url) as tika:
        yield tika


def test_tika_is_told_the_kind_and_to_leave_pictures_alone(server, tika):
    tika.extract(b"{}", file_name="a.json", media_type="application/json")

    assert server.asked[0]["content-type"] == "application/json"
    assert server.asked[0]["x-tika-pdfocrstrategy"] == "no_ocr"


def test_a_server_that_is_unwell_for_a_moment_is_asked_again(server, tika):
    server.answers[:] = [(502, b""), (503, b"")]

    assert tika.extract(b"fine", file_name="a.txt").text == "fine"


def test_a_server_that_stays_unwell_is_no_fault_of_the_file(server, tika):
    server.answers[:] = [(502, b"")] * 3

    with pytest.raises(ExtractorAway, match="502"):
        tika.extract(b"fine", file_name="a.txt")


def test_something_else_that_answers_there_is_not_taken_for_tika(server, tika):
    server.answers[:] = [(200, b"<html>Sign in</html>")]

    with pytest.raises(ExtractorAway, match="does not answer as Tika does"):
        tika.extract(b"fine", file_name="a.txt")


def test_what_tika_says_went_wrong_is_passed_on(server, tika):
    server.answers[:] = [(200, b'[{"X-TIKA:EXCEPTION:container_exception": "EncryptedDocumentException: no\\n at x"}]')]

    with pytest.raises(NoText, match="EncryptedDocumentException: no"):
        tika.extract(b"x", file_name="a.pdf")


def test_nobody_there_is_said():
    with TikaExtractor("http://127.0.0.1:9/tika") as tika, pytest.raises(ExtractorAway, match="is the server well"):
        tika.extract(b"x", file_name="a.txt")


def test_an_address_that_is_none_is_refused_at_once():
    with pytest.raises(Terminal, match="no address of a Tika server"):
        TikaExtractor("tika:9998")
