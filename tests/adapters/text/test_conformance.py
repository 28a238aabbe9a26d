"""What every text extractor must do."""

import pytest

from learnstead.adapters.text.cleaning import MOST_TEXT
from learnstead.adapters.text.library import LibraryExtractor
from learnstead.adapters.text.tika import TikaExtractor
from learnstead.ports.text_extraction import NoText
from tests.adapters.text.documents import pdf
from tests.adapters.text.fake_tika import fake_tika


@pytest.fixture(scope="module", params=["library", "tika"])
def extractor(request):
    if request.param == "library":
        with LibraryExtractor() as library:
            yield library
    else:
        with fake_tika() as server, TikaExtractor(server.url) as tika:
            yield tika


def test_text_stays_what_it_is(extractor):
    found = extractor.extract("  Grüße aus Zürich\n".encode(), file_name="notes.txt", media_type="text/plain")

    assert found.text == "Grüße aus Zürich"
    assert (found.title, found.author, found.language) == ("", "", "")


def test_a_page_is_read_without_its_markup(extractor):
    page = (
        "<html><head><title>Tides </title><meta name='author' content='Ada'></head>"
        "<body><h1>Tides</h1><p>Twice <b>a</b> day.</p><script>run()</script></body></html>"
    )
    found = extractor.extract(page.encode(), file_name="tides.html", media_type="text/html")

    assert found.text.split() == ["Tides", "Twice", "a", "day."]
    assert (found.title, found.author) == ("Tides", "Ada")


def test_xml_is_what_stands_between_its_tags(extractor):
    found = extractor.extract(b"<problem name='p'><p>How high?</p></problem>", file_name="p.xml", media_type="text/xml")

    assert found.text == "How high?"


def test_a_pdf_is_read(extractor):
    found = extractor.extract(pdf("The moon pulls"), file_name="moon.pdf", media_type="application/pdf")

    assert found.text == "The moon pulls"


def test_a_damaged_file_is_named_and_does_not_spoil_the_next(extractor):
    with pytest.raises(NoText, match=r"moon\.pdf"):
        extractor.extract(b"%PDF-1.4 half a", file_name="moon.pdf", media_type="application/pdf")

    assert extractor.extract(b"fine", file_name="a.txt").text == "fine"


def test_an_empty_file_has_no_text(extractor):
    assert extractor.extract(b"", file_name="empty.pdf", media_type="application/pdf").text == ""


def test_nothing_unfit_for_storage_comes_out(extractor):
    found = extractor.extract(
        '["a\x0bb"]\r\n\ufffe'.encode("utf-8", "surrogatepass"), file_name="a.json", media_type="application/json"
    )

    assert found.text == '["ab"]'


def test_text_has_an_end(extractor):
    found = extractor.extract(b"word " * (MOST_TEXT // 4), file_name="long.txt", media_type="text/plain")

    assert MOST_TEXT - 5 <= len(found.text) <= MOST_TEXT


def test_its_name_says_which_it_is(extractor):
    assert extractor.name.startswith(("library-", "tika-127.0.0.1-tika"))
