"""Web pages as Markdown, in one pass and however deeply they nest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from learnstead.data.parsing.markdown_lines import Lines

SILENT = {"-comment", "audio", "head", "iframe", "object", "script", "style", "svg", "template", "title", "video"}
BLOCKS = {
    *("address", "article", "aside", "center", "details", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
    *("form", "header", "main", "nav", "p", "section", "summary", "div"),
}
MARKS = {"b": "**", "strong": "**", "em": "_", "i": "_", "code": "`", "del": "~~", "s": "~~", "strike": "~~", "q": '"'}
HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
LISTS = {"ul", "ol", "menu"}
CELLS = {"td", "th"}


def markdown_of(html: str) -> str:
    """What a page says, navigation included: one line a paragraph, pictures as their descriptions."""
    page = _Page()
    for node, opens in _walk(LexborHTMLParser(html).root):
        (page.open if opens else page.close)(node, node.tag or "")
    return page.lines.text()


def _walk(root: LexborNode | None) -> Iterator[tuple[LexborNode, bool]]:
    """Every node that says something, as it opens and as it closes. Not recursive: pages of strangers may be deep."""
    waiting = [(root, True)] if root else []
    while waiting:
        node, opens = waiting.pop()
        yield node, opens
        if opens and node.tag not in SILENT:
            waiting.append((node, False))
            if node.tag != "pre":
                waiting.extend((child, True) for child in reversed(list(node.iter(include_text=True))))


@dataclass
class _Page:
    """Where on a page we are, and what was written so far."""

    lines: Lines = field(default_factory=Lines)
    lists: list[int | None] = field(default_factory=list)  # the next number of each list we are in, None for bullets
    links: list[LexborNode] = field(default_factory=list)
    tables: int = 0
    cells: int = 0
    rows: int = 0

    def open(self, node: LexborNode, tag: str) -> None:
        """A tag begins, or there is text."""
        if tag == "-text":
            self.lines.say(node.text(deep=False))
        elif tag in MARKS:
            self.lines.mark(MARKS[tag])
        elif tag in HEADINGS:
            self.lines.gap(2)
            self.lines.heading(HEADINGS[tag])
        elif tag in BLOCKS or tag == "dd":
            self.lines.gap(1 if tag == "dd" else 2)
        elif tag in LISTS or tag == "li":
            self._open_list(node, tag)
        elif tag in CELLS or tag == "table":
            self._open_table(tag)
        else:
            self._open_other(node, tag)

    def close(self, node: LexborNode, tag: str) -> None:
        """A tag ends."""
        if tag in MARKS:
            self.lines.unmark(MARKS[tag])
        elif tag in HEADINGS:
            self.lines.end_heading()
            self.lines.gap(2)
        elif tag in BLOCKS:
            self.lines.gap(2)
        elif tag == "li":
            self.lines.end_item()
        elif tag in LISTS:
            self.lists.pop()
            self.lines.depth -= 1
            self.lines.gap(1 if self.lists else 2)
        elif tag in CELLS or tag in ("tr", "table"):
            self._close_table(tag)
        elif tag == "a" and self.links and self.links[-1] == node:
            self._close_link(self.links.pop())
        elif tag == "blockquote":
            self.lines.gap(2)
            self.lines.quotes -= 1

    def _open_list(self, node: LexborNode, tag: str) -> None:
        if tag in LISTS:
            self.lines.gap(1 if self.lists else 2)
            start = (node.attributes.get("start") or "1")[:9]
            self.lists.append((int(start) if start.isdecimal() else 1) if tag == "ol" else None)
            self.lines.depth += 1
            return
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        self.lines.item("* " if number is None else f"{number}. ")

    def _open_table(self, tag: str) -> None:
        """A table in a table is how pages are laid out: its cells are read as text of the outer cell."""
        if tag == "table":
            self.tables += 1
            self.rows = 0 if self.tables == 1 else self.rows
        elif self.tables == 1:
            if self.cells:
                self.lines.write("| ")
            self.cells += 1
            self.lines.flat += 1
        else:
            self.lines.gap(1)

    def _close_table(self, tag: str) -> None:
        if tag == "table":
            self.tables -= 1
        elif self.tables == 1 and tag in CELLS:
            self.lines.flat -= 1
        elif self.tables == 1 and self.cells:
            self.lines.end_row("---|" * (self.cells - 1) + "---" if self.rows == 0 else "")
            self.rows, self.cells = self.rows + 1, 0

    def _open_other(self, node: LexborNode, tag: str) -> None:
        if tag == "br":
            self.lines.break_line()
        elif tag == "img":
            self.lines.say(node.attributes.get("alt") or "")
        elif tag == "hr":
            self.lines.rule("* * *")
        elif tag == "pre":
            self.lines.verbatim(node.text())
        elif tag == "blockquote":
            self.lines.gap(2)
            self.lines.quotes += 1
        elif tag == "a" and not (node.attributes.get("href") or "#").startswith(("#", "javascript:")):
            self.links.append(node)
            self.lines.mark("[")

    def _close_link(self, node: LexborNode) -> None:
        href = re.sub(r"([()])", r"\\\1", re.sub(r"\s+", "%20", (node.attributes.get("href") or "").strip()))
        title = node.attributes.get("title")
        self.lines.end_link(href, f' "{title}"' if title else "")
