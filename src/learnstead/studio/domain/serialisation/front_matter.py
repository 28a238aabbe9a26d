"""Markdown files: front matter between two ``---`` lines, then the text."""

import re
from dataclasses import dataclass

from learnstead.studio.domain.serialisation.unreadable import Unreadable

FENCE = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
OTHER_FORMATS = {"+++": "TOML", "{": "JSON"}
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class MarkdownFile:
    """The parts of a file; joined, they are the file. ``front`` is the YAML, None when there is no front matter."""

    opening: str
    front: str | None
    closing: str
    body: str

    def joined(self) -> str:
        """The whole text."""
        return self.opening + (self.front or "") + self.closing + self.body


def split(text: str) -> MarkdownFile:
    """Part front matter from text; only the first closing line counts, so the text may hold ``---`` lines."""
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    opening = FENCE.match(text, start)
    if not opening:
        _refuse_other_formats(text[start:])
        return MarkdownFile(opening="", front=None, closing="", body=text)
    closing = FENCE.search(text, opening.end())
    if not closing:
        raise Unreadable("the front matter that begins here has no closing '---' line", line=1)
    return MarkdownFile(
        opening=text[: opening.end()],
        front=text[opening.end() : closing.start()],
        closing=closing[0],
        body=text[closing.end() :],
    )


def _refuse_other_formats(text: str) -> None:
    first_line = text.partition("\n")[0].rstrip()
    if first_line in OTHER_FORMATS:
        found = OTHER_FORMATS[first_line]
        raise Unreadable(f"the front matter is {found}; write it as YAML between '---' lines", line=1)
