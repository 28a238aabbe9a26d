"""What a file of a course is called, for a person."""

import re
from html import unescape
from pathlib import PurePosixPath

from learnstead.data.documents import title_from_name
from learnstead.data.olx.outline import Outline
from learnstead.data.parsing.file_kinds import suffix_of

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
LONGEST = 1000


def title_of(path: str, *, content: bytes, text_title: str, outline: Outline) -> str:
    """What the text calls itself, else its video, else what the author called the block, else its file name."""
    inside = outline.course.inside(path)
    video = outline.transcripts.get(inside)
    found = text_title or (video.title if video else "") or _of_block(inside, content, outline) or title_from_name(path)
    return " ".join(found.split())[:LONGEST]


def _of_block(inside: str, content: bytes, outline: Outline) -> str:
    suffix = suffix_of(inside)
    if suffix == ".xml":
        return outline.display_name(inside)
    if suffix in (".html", ".htm"):
        found = _TITLE.search(content.decode(errors="replace"))
        beside = str(PurePosixPath(inside).with_suffix(".xml"))
        in_html = f"html/{PurePosixPath(beside).name}"
        written = unescape(found.group(1)).strip() if found else ""
        return written or outline.display_name(beside) or outline.display_name(in_html)
    return ""
