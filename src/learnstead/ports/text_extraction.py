"""Text out of documents."""

from dataclasses import dataclass
from typing import Protocol

from learnstead.kernel.errors import Terminal, Transient


class NoText(Terminal):
    """This file cannot be read: damaged, encrypted, too large, or of a kind nobody here knows."""


class ExtractorAway(Transient):
    """The extractor does not answer; the same file may work later."""


class TooSlow(ExtractorAway):
    """This file took longer than a file may; the extractor itself is well."""


@dataclass(frozen=True)
class ExtractedText:
    """The text of a document and what it says about itself; empty where it says nothing."""

    text: str
    title: str = ""
    author: str = ""
    language: str = ""


class TextExtractor(Protocol):
    """``name`` says which extractor and version, so that what it found can be kept by it."""

    name: str

    def extract(self, content: bytes, *, file_name: str, media_type: str = "") -> ExtractedText:
        """What is written in a file. Raises NoText or ExtractorAway."""
