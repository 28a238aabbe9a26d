"""What a model says is not believed: sentence by sentence, only what its passages bear out goes on.

Also what passages are repeated by the extractive provider goes through here, so that there is one way out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from learnstead.kernel import prose
from learnstead.kernel.language import denies, numbers, sentences, terms
from learnstead.ports.language_model import Passage

BORNE_OUT = 0.6  # the share of a sentence's words that its passages must have
BY_ITSELF = 0.8  # the same, for a sentence that cites nothing
LEAST_TERMS = 2
LONGEST_BUFFER = 4_000
UNKNOWN = "UNKNOWN"

_MARKS = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
_END = re.compile(
    r"""(?<!\b[A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)[.!?\u2026]["'\u201d\u2019)*_]*"""
    r"(?:\s*\[\d[\d\s,;]*\][.!?]?)*(?=\s+(?!\s*\[)[^\s\[])|\n+(?=\s*[^\s\[])"
)
_PICTURE = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|<(img|script|style|iframe|svg|object)\b.*?(>|$)", re.IGNORECASE | re.DOTALL
)
_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?[^)]*\)")
_ADDRESS = re.compile(r"(?i)<?\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:|javascript:|data:)[^\s<>\"')\]]*>?")
_BULLET = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True)
class Sentence:
    """A sentence that may be shown. ``html`` is safe; ``citations`` are numbers of passages.

    ``starts`` is "item" for the first of a list item, "paragraph" for the first of a paragraph, else nothing.
    """

    text: str
    html: str
    citations: Sequence[int]
    starts: str = ""


@dataclass
class Splitter:
    """Takes an answer piece by piece and gives whole sentences, with the marks that follow them."""

    _buffer: str = ""

    def take(self, piece: str) -> Iterator[str]:
        """The sentences that this piece ends."""
        self._buffer += piece
        begin = 0
        for end in _END.finditer(self._buffer):
            yield self._buffer[begin : end.end()]
            begin = end.end()
        self._buffer = self._buffer[begin:]
        if len(self._buffer) > LONGEST_BUFFER:
            self._buffer = ""  # nobody speaks so long without a full stop

    def rest(self) -> Iterator[str]:
        """What is left when nothing more comes."""
        if self._buffer.strip():
            yield self._buffer
        self._buffer = ""


@dataclass
class Checker:
    """Lets through what ``passages`` bear out, each sentence once. ``forbidden`` says which texts may not be said."""

    passages: Sequence[Passage]
    forbidden: Callable[[str], bool] = lambda _: False
    dropped: int = 0
    _said: set[str] = field(default_factory=set)
    _starts: str = "paragraph"

    def passed(self, raw: Iterable[str]) -> Iterator[Sentence]:
        """The sentences of these that may be shown."""
        for one in raw:
            checked = self._checked(one)
            if checked is not None:
                self._starts = ""
                yield checked
            elif one.strip() and UNKNOWN not in one:
                self.dropped += 1
            if one.endswith("\n"):
                self._starts = "paragraph"

    def _checked(self, raw: str) -> Sentence | None:
        if _BULLET.match(raw):
            self._starts = "item"
        cited = [int(number) for marks in _MARKS.findall(raw) for number in re.split(r"[\s,;]+", marks) if number]
        text = plain(raw)
        key = " ".join(terms(text))
        if not text or text.strip(".") == UNKNOWN or key in self._said or self.forbidden(text):
            return None
        known = {one.number: one for one in self.passages}
        sources = [known[number] for number in dict.fromkeys(cited) if number in known]
        borne = [one for one in sources if _supports(text, [one], BORNE_OUT)] or (
            sources if sources and _supports(text, sources, BORNE_OUT) else []
        )
        if not borne and not cited:
            borne = [one for one in self.passages if _supports(text, [one], BY_ITSELF)][:1]
        if not borne:
            return None
        self._said.add(key)
        return Sentence(
            text=text,
            html=prose.inline_html(text),
            citations=[one.number for one in borne],
            starts=self._starts,
        )


def plain(raw: str) -> str:
    """A sentence as text with a little Markdown in it: no marks, no addresses, no pictures, no HTML."""
    text = _PICTURE.sub(" ", raw)
    text = _LINK.sub(r"\1", text)
    text = _MARKS.sub("", text)
    text = _TAG.sub(" ", _ADDRESS.sub("", text))
    text = _HEADING.sub("", _BULLET.sub("", text))
    return " ".join(text.split()).strip()


def _supports(text: str, passages: Sequence[Passage], share: float) -> bool:
    """Whether most words of a sentence and all its figures stand in the passages, and the closest denies as it does."""
    source = "\n".join(f"{one.title} {one.place}\n{one.text}" for one in passages)
    said, there = set(terms(text)), set(terms(source))
    if len(said) < LEAST_TERMS or not numbers(text) <= numbers(source):
        return False
    if len(said & there) < share * len(said):
        return False
    closest = max(sentences(source), key=lambda one: len(said.intersection(terms(one))), default="")
    close = len(said.intersection(terms(closest))) >= share * len(said)
    return denies(text) == denies(closest) if close else not denies(text) or denies(source)
