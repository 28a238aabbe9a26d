"""Controls for text: a line, a paragraph, Markdown."""

import re
from collections.abc import Sequence
from typing import Any

from learnstead.studio.web.forms.control import MISSING, Control

MARKDOWN_TOOLS = "heading bold italic | bullets numbers quote | code code-block table math | link shortcode"
MINIMAL_TOOLS = "bold italic | bullets numbers | link"


def with_unix_newlines(text: str) -> str:
    """Browsers send every line end as CRLF, whatever they were given."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_text(value: Any) -> str:
    """A stored value as a person would type it."""
    return "" if value is MISSING or value is None else str(value)


class Line(Control):
    """The string widget. A browser drops line ends from a one-line input, so they are not shown."""

    template = "studio/controls/line.html"

    def shown(self) -> list[str]:
        """The stored text on one line."""
        return [re.sub(r"[\r\n\x00]", "", as_text(self.stored))]

    def read(self, posted: Sequence[str]) -> Any:
        """The text, without spaces around it."""
        return posted[0].strip() if posted else ""

    @property
    def text(self) -> str:
        """What the input shows."""
        return self.current[0] if self.current else ""

    @property
    def input_type(self) -> str:
        """Addresses get the keyboard for addresses; the text itself is never changed by the browser."""
        return "url" if self.field.name.endswith("_url") and not self.text.startswith("/") else "text"

    def is_empty(self) -> bool:
        """Blanks count as nothing."""
        return not self.text.strip()

    def check_edit(self) -> list[str]:
        """Limits on length, when the starter has them."""
        length = len(self.text)
        if "\x00" in self.text:
            return ["Remove the NUL character; it cannot be stored."]
        if self.field.max and length > self.field.max:
            return [f"Shorten this to {self.field.max} characters; it has {length}."]
        if self.field.min and 0 < length < self.field.min:
            return [f"Write at least {self.field.min} characters; it has {length}."]
        return []


class Paragraph(Line):
    """The text widget: several lines. Edited text keeps the line ends that the stored text uses."""

    template = "studio/controls/paragraph.html"

    def shown(self) -> list[str]:
        """The stored text with the line ends that we compare by."""
        return [with_unix_newlines(as_text(self.stored)).replace("\x00", "")]

    @property
    def current(self) -> list[str]:
        """What was sent, by the same line ends."""
        return self.shown() if self.posted is None else [with_unix_newlines(text) for text in self.posted]

    @property
    def touched(self) -> bool:
        """Line ends alone are no edit."""
        return self.active and self.posted is not None and self.current != self.shown()

    def read(self, posted: Sequence[str]) -> Any:
        """The text exactly as typed."""
        text = with_unix_newlines(posted[0]) if posted else ""
        before = as_text(self.stored)
        only_crlf = "\r\n" in before and not re.search(r"(?<!\r)\n", before)
        return text.replace("\n", "\r\n") if only_crlf else text

    @property
    def lines(self) -> int:
        """How tall the box starts."""
        return min(12, max(3, self.text.count("\n") + len(self.text) // 90 + 1))


class Markdown(Paragraph):
    """The markdown widget: the source as it is, in an editor where scripts run and a plain box elsewhere."""

    template = "studio/controls/markdown.html"

    @property
    def tools(self) -> str:
        """The buttons of its toolbar, in order; bars part groups."""
        if not self.field.minimal:
            return MARKDOWN_TOOLS
        return f"{MINIMAL_TOOLS} | math" if self.field.minimal == "with-math" else MINIMAL_TOOLS

    @property
    def links(self) -> str:
        """Collections whose entries can be linked or embedded from here."""
        return " ".join(dict.fromkeys((*self.field.link, *self.field.embed)))
