"""How text becomes terms: the same way when it is indexed and when it is looked for.

Words end at anything but letters and digits, so "6.034" is two of them; identifiers are whole in fields of their own.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tantivy import Filter, Index, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

EXACT, STEMMED, RAW = "exact", "stemmed", "raw"
LONGEST_TERM = 60
MOST_SPOKEN = 40
STOPWORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can do does for from how i in is it its me my of on or s that the this to was we "
        "what where which who with you your",
    )
)
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_LETTERS_AT_END = re.compile(r"(?<=\d)[a-z]+$")
_QUOTED = re.compile(r'["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]')


def _analyzer(*, stem: bool) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_TERM))
    builder = builder.filter(Filter.lowercase()).filter(Filter.ascii_fold())
    return (builder.filter(Filter.stemmer("english")) if stem else builder).build()


ANALYZERS = {EXACT: _analyzer(stem=False), STEMMED: _analyzer(stem=True)}


def register(index: Index) -> None:
    """Teach an opened index our tokenizers."""
    for name, analyzer in ANALYZERS.items():
        index.register_tokenizer(name, analyzer)


def words(text: str) -> list[str]:
    """The exact terms of a text."""
    return list(ANALYZERS[EXACT].analyze(_POSSESSIVE.sub("", text)))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stemmed form of one exact term."""
    return next(iter(ANALYZERS[STEMMED].analyze(word)), word)


def meaningful(found: Iterable[str]) -> list[str]:
    """Each word once without the very common ones, unless there are no others."""
    once = list(dict.fromkeys(found))
    return [word for word in once if word not in STOPWORDS] or once


def quoted(text: str) -> list[list[str]]:
    """The phrases between quotation marks, as exact terms."""
    return [phrase for phrase in map(words, _QUOTED.findall(text)) if phrase]


def compact(identifier: str) -> str:
    """An identifier without its punctuation: "6.034", "6-034" and "6034" are the same."""
    return _NOT_ALPHANUMERIC.sub("", identifier).casefold()


def near(identifier: str) -> str:
    """An identifier also without the letters at its end: "18.06" asks for "18.06SC" too."""
    return _LETTERS_AT_END.sub("", compact(identifier))


def loose(identifier: str) -> str:
    """An identifier without the zeros that are easily forgotten or added: "18.6" may mean "18.06SC"."""
    pieces = [_LETTERS_AT_END.sub("", piece).lstrip("0") or "0" for piece in _pieces(identifier)]
    return ".".join(pieces) if len(pieces) > 1 else ""


def identifiers_in(text: str) -> Iterator[str]:
    """What may be an identifier: one to three words in a row, with a digit somewhere, as it was typed."""
    if not has_digit(text):
        return
    spoken = text.split()[:MOST_SPOKEN]
    for length in (1, 2, 3):
        for start in range(len(spoken) - length + 1):
            candidate = " ".join(spoken[start : start + length])
            if has_digit(candidate) and len(candidate) <= LONGEST_TERM:
                yield candidate


def has_digit(text: str) -> bool:
    """Whether there is a digit in it: what tells an identifier from a word."""
    return any(letter.isdigit() for letter in text)


def _pieces(identifier: str) -> list[str]:
    return [piece for piece in _NOT_ALPHANUMERIC.split(identifier.casefold()) if piece]
