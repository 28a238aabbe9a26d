"""English prose taken apart: its sentences, and the words that say what it is about."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

STOPWORDS = frozenset(
    re.findall(
        r"[a-z']+",
        "a about above after again all also am an and any are as at be because been before being below between both "
        "but by can could did do does doing done down during each either else ever every for from further get gets "
        "getting give given gives go goes got had has have having he her here hers him his how however i if in "
        "instead into is it its itself just let like many may me might more most much must my need no nor not "
        "now of off on once "
        "one only or other our out over own per please quite rather really same shall she should so some such take "
        "than that the their them then there these they this those through to too under until up upon us use used "
        "uses using very want was way we were what when where whether which while who whom whose why will with "
        "within without would you your yours tell explain describe say says said mean means show know learn teach "
        "find something anything everything thing things deal deals dealing handle handles cope happen happens",
    )
)
NEGATIONS = frozenset({"not", "no", "never", "none", "cannot", "nobody", "nothing", "without", "neither", "nor"})
# Words that courses and those who ask use for the same.
_ALIKE = (
    "grade graded grades grading marked marks marking assessed assessment assessments evaluated",
    "begin begins beginning start starts starting started prerequisite prerequisites background",
    "due deadline deadlines",
    "instructor instructors teacher teachers lecturer lecturers professor professors",
    "homework assignment assignments",
    "exam exams examination examinations",
    "textbook textbooks book books",
    "code coding programming programmer",
    "deliver delivers delivered submit submits submitted",
)
ALIKE = {word: group.split()[0] for group in _ALIKE for word in group.split()}
_WRAPPED = re.compile(r"(?<=[^\s.!?:;])[ \t]*\n[ \t]*(?=[a-z(\u2018\u201c])")
_WORD = re.compile(r"[^\W_]+(?:\.\d+\w*)*")
_APOSTROPHE = re.compile(r"['\u2019](s|t|re|ve|ll|d|m)\b")
_NOT = re.compile(r"n['\u2019]t\b")
# A full stop after one of these ends no sentence; neither does one after a single capital letter.
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|cf|Fig|Eq|No|Vol|pp|approx|ca)|\b[A-Z])\.$")
_END = re.compile(r"""[.!?\u2026]+["'\u201d\u2019)\]]*(?=\s)|\n+""")
_ENDINGS = ("ations", "ation", "ingly", "edly", "ings", "ing", "ied", "ies", "ers", "er", "ed", "ly", "es", "s", "e")
LEAST_STEM = 4
ENDINGS_OF_A_WORD = 2


def sentences(text: str) -> Iterator[str]:
    """Each sentence without the space around it; a line break ends one, too."""
    begin = 0
    for end in _END.finditer(f"{text}\n"):
        piece = text[begin : end.end()].strip()
        if piece and not (_SHORT.search(piece) and "\n" not in end.group()):
            yield piece
            begin = end.end()


def words(text: str) -> list[str]:
    """The words as they stand, folded to small letters without accents."""
    folded = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", _NOT.sub(" not", text))).casefold()
    if not folded.isascii():
        folded = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return _WORD.findall(folded)


def terms(text: str) -> list[str]:
    """The words that carry meaning, each reduced to its stem, in order and as often as they stand there."""
    return [stem(ALIKE.get(word, word)) for word in words(text) if word not in STOPWORDS]


def unwrapped(text: str) -> str:
    """Lines that were broken only because they were full, joined again."""
    return _WRAPPED.sub(" ", text)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, roughly: "flooding", "floods" and "flooded" are the same."""
    if any(sign.isdigit() for sign in word):
        return word
    for _ in range(ENDINGS_OF_A_WORD):
        word = _without_ending(word)
    if word.endswith("y"):
        word = word[:-1] + "i"
    return word[:-1] if len(word) >= LEAST_STEM and word[-1] == word[-2] and word[-1] not in "aeiou" else word


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM - (ending in {"s", "e", "es"}):
            return word.removesuffix(ending) + ("i" if ending in {"ies", "ied"} else "")
    return word


def numbers(text: str) -> set[str]:
    """The figures in a text: "2,000" and "2000" are one."""
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return {re.sub(r",(?=\d{3}\b)", "", figure) for figure in found}


def denies(text: str) -> bool:
    """Whether it says that something is not so."""
    return not NEGATIONS.isdisjoint(words(text))
