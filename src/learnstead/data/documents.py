"""Documents out of archives: what is written in them, and what they are called when they do not say."""

from hashlib import md5
from pathlib import PurePosixPath

from learnstead.data.normalising import Texts
from learnstead.data.parsing.captions import SUFFIXES, text_of_captions
from learnstead.data.parsing.file_kinds import DOCUMENTS, suffix_of
from learnstead.ports.text_extraction import ExtractedText


def text_of(path: str, content: bytes, texts: Texts) -> ExtractedText:
    """What is written in a file, or said in captions. Raises NoText, ExtractorAway or ValueError."""
    name, suffix = PurePosixPath(path).name, suffix_of(path)
    if suffix in SUFFIXES:
        return ExtractedText(text=text_of_captions(content.decode("utf-8-sig", errors="replace"), file_name=name))
    return texts.of(content, file_name=name, media_type=DOCUMENTS[suffix]) if content else ExtractedText(text="")


def title_from_name(path: str) -> str:
    """A title made of a file name."""
    return PurePosixPath(path).stem.replace("_", " ").replace("-", " ").title() or path


def checksum(content: bytes | str) -> str:
    """The MD5 by which the catalogue knows bytes and texts."""
    data = content.encode() if isinstance(content, str) else content
    return md5(data, usedforsecurity=False).hexdigest()
