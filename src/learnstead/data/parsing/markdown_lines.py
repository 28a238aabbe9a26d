"""Markdown as it is written. Gaps, markers and marks are owed, and come only when something is said."""

import re
from dataclasses import dataclass, field

_SPACES = re.compile(r"[\s\xa0]+")
_LIKE_A_MARKER = re.compile(r"^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=[-+*>](?:\s|$))|(?=#{1,6}(?:\s|$)))")
_FRESH = 2


@dataclass
class Lines:
    """The lines so far, and what is owed before the next word."""

    depth: int = 0
    """How many lists we are in."""
    quotes: int = 0
    """How many quotations we are in."""
    flat: int = 0
    """More than zero where a line cannot end, as in a heading or a cell."""

    _parts: list[str] = field(default_factory=list)
    _ended: int = _FRESH  # how many ends of a line the parts close with; enough of them at the very beginning
    _owed: int = 0
    _behind_link: int = 0  # a link does not end with its paragraph, so the gap comes behind it
    _break: bool = False
    _space: bool = False
    _item: str = ""
    _heading: str = ""
    _marks: list[str] = field(default_factory=list)  # opened, with nothing said in them yet
    _links: list[int] = field(default_factory=list)  # the parts where links began
    _quotes_before: int = 0

    def text(self) -> str:
        """All of it."""
        said = "".join(self._parts).rstrip()
        return f"{said}\n" if said else ""

    def say(self, text: str) -> None:
        """Words of the page. Any white space between them is one space."""
        words = _SPACES.sub(" ", text)
        self._space |= words.startswith(" ")
        if said := words.strip():
            alone = self._starts() and not (self.flat or self._marks or self._item)
            self.write(_LIKE_A_MARKER.sub(r"\1\\", said) if alone else said)
            self._space = words.endswith(" ")

    def write(self, text: str) -> None:
        """Something of ours, behind everything that is owed."""
        self._pay()
        self._parts.append(text)
        self._ended = 0

    def gap(self, ends: int) -> None:
        """What follows stands on a line of its own (1), or behind an empty line (2)."""
        if self.flat:
            self._space = True
        elif self._links and "[" not in self._marks:
            self._space, self._behind_link = True, max(self._behind_link, ends)
        elif not self._item:
            self._owed = max(self._owed, ends - self._ended)

    def mark(self, mark: str) -> None:
        """A mark such as ``**`` or ``[`` opens."""
        self._marks.append(mark)

    def unmark(self, mark: str) -> None:
        """It closes; when nothing was said in it, it was never there."""
        if mark in self._marks:
            self._marks.reverse()
            self._marks.remove(mark)
            self._marks.reverse()
        elif self._parts:
            self._parts.append(mark)

    def end_link(self, href: str, title: str) -> None:
        """A link ends. One whose words are its address is written shortly."""
        if "[" in self._marks or not self._links:
            self.unmark("[")
            return
        begin = self._links.pop()
        short = not title and "://" in href and "".join(self._parts[begin + 1 :]) == href
        if short:
            self._parts[begin] = "<"
        self._parts.append(">" if short else f"]({href}{title})")
        self.gap(self._behind_link)
        self._behind_link = 0

    def heading(self, marker: str) -> None:
        """A heading begins."""
        self._heading = marker
        self.flat += 1

    def end_heading(self) -> None:
        """It ends."""
        self._heading = ""
        self.flat -= 1

    def item(self, marker: str) -> None:
        """An item of a list begins."""
        self.gap(1)
        self._item = "  " * max(1, self.depth) + marker

    def end_item(self) -> None:
        """It ends. One that said nothing leaves no marker behind."""
        self._item = ""
        self.gap(1)

    def end_row(self, rule: str) -> None:
        """A row of a table ends; ``rule`` is the line below the first."""
        self._parts.append("  \n" + (f"{rule}  \n" if rule else ""))
        self._ended, self._owed, self._break, self._space = 1, 0, False, False

    def break_line(self) -> None:
        """What follows stands on the next line of the same paragraph."""
        if self.flat or self._starts():
            self._space = True
        else:
            self._break = True

    def rule(self, rule: str) -> None:
        """A line across the page."""
        self.gap(2)
        self.write(rule)
        self.gap(2)

    def verbatim(self, text: str) -> None:
        """Lines that stay as they are."""
        if said := text.strip("\r\n").rstrip():
            self.gap(2)
            lead = self._lead() + "    "
            self.write("    " + said.replace("\r\n", "\n").replace("\n", "\n" + lead))
            self.gap(2)

    def _starts(self) -> bool:
        """Whether what comes next begins a line."""
        return bool(self._owed or self._ended or self._break)

    def _lead(self) -> str:
        return "> " * self.quotes + ("  " * (self.depth + 1) if self.depth else "")

    def _pay(self) -> None:
        """Write what is owed: ends of lines, what the line begins with, or a space; then marks."""
        if self._owed and self._parts:
            between = "\n" + "> " * min(self.quotes, self._quotes_before)
            self._parts.append(between * (self._owed - 1) + "\n")
        elif self._break:
            self._parts.append("  \n")
        if self._starts():
            self._parts.append("> " * self.quotes + self._item if self._item else self._lead())
        elif self._space and not self._parts[-1].endswith(" "):
            self._parts.append(" ")
        self._parts.append(self._heading)
        for mark in self._marks:
            if mark == "[":
                self._links.append(len(self._parts))
            self._parts.append(mark)
        self._owed, self._break, self._space, self._item, self._heading = 0, False, False, "", ""
        self._marks.clear()
        self._quotes_before = self.quotes
