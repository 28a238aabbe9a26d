"""Documents out of archives: what is written in them, and what they are called when they do not say."""

from hashlib import md5
from pathlib import PurePosixPath

from learnstead.data.normalising import Texts
from learnstead.data.parsing.captions import SUFFIXES, text_of_captions
from learnstead.data.parsing.file_kinds import DOCUMENTS, suffix_of
from learnstead.kernel.errors import Transient
from learnstead.ports.text_extraction import ExtractedText, ExtractorAway, TooSlow


class NobodyReads(Transient):
    """The extractor does not answer. That is no fault of any file, so the course waits as a whole."""


def text_of(path: str, content: bytes, texts: Texts) -> ExtractedText:
    """What is written in a file, or said in captions.

    Raises NoText, TooSlow or ValueError, which concern this file, or NobodyReads, which concerns all.
    """
    name, suffix = PurePosixPath(path).name, suffix_of(path)
    if suffix in SUFFIXES:
        return ExtractedText(text=text_of_captions(content.decode("utf-8-sig", errors="replace"), file_name=name))
    if not content:
        return ExtractedText(text="")
    try:
        return texts.of(content, file_name=name, media_type=DOCUMENTS[suffix])
    except TooSlow:
        raise
    except ExtractorAway as problem:
        raise NobodyReads(str(problem)) from problem


def title_from_name(path: str) -> str:
    """A title made of a file name."""
    return PurePosixPath(path).stem.replace("_", " ").replace("-", " ").title() or path


def checksum(content: bytes | str) -> str:
    """The MD5 by which the catalogue knows bytes and texts."""
    data = content.encode() if isinstance(content, str) else content
    return md5(data, usedforsecurity=False).hexdigest()
