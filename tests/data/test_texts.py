"""Text extraction that remembers."""

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.data.texts import RememberedTexts
from learnstead.ports.text_extraction import ExtractedText, ExtractorAway, NoText


class Counting:
    """An extractor that counts how often it is asked, and fails as a file's content says."""

    name = "counting-1"

    def __init__(self):
        self.asked = 0

    def extract(self, content, *, file_name, media_type=""):
        self.asked += 1
        if content == b"damaged":
            raise NoText("damaged")
        if content == b"away":
            raise ExtractorAway("away")
        return ExtractedText(text=content.decode())


@pytest.fixture
def extractor():
    return Counting()


@pytest.fixture
def texts(tmp_path, extractor):
    return RememberedTexts(FolderStore(tmp_path), extractor)


def test_the_same_bytes_are_read_once_whatever_they_are_called(texts, extractor):
    found = {texts.of(b"hello", file_name=name).text for name in ("a.txt", "b.txt")}

    assert (found, extractor.asked) == ({"hello"}, 1)


def test_what_cannot_be_read_is_not_tried_again(texts, extractor):
    for _ in range(2):
        with pytest.raises(NoText, match="damaged"):
            texts.of(b"damaged", file_name="a.pdf")

    assert extractor.asked == 1


def test_an_extractor_that_is_away_is_asked_again(texts, extractor):
    for _ in range(2):
        with pytest.raises(ExtractorAway):
            texts.of(b"away", file_name="a.pdf")

    assert extractor.asked == 2
