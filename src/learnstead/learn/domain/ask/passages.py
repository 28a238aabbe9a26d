"""Texts cut into passages that are short enough to be read at once, and the choice of those that fit a question."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnstead.kernel.language import sentences, terms, unwrapped
from learnstead.ports.language_model import Passage

WORDS_AT_ONCE, ENOUGH_FOR_ONE = 120, 25
LONGEST_SENTENCE = 1_200  # characters; a table without a full stop is cut here
SATURATION, LENGTH_MATTERS = 1.2, 0.6  # BM25's k1 and b
IN_TITLE, IN_HEADING = 0.8, 1.2
ABOUT_JUST_THAT = 2.0  # more for a section whose heading has all that is asked for
FITTING = 0.34  # the share of the question's weight that a passage must have
# Sentences that speak to a machine are no course material; see the tests for what they try.
_ORDERS = re.compile(
    r"(?i)\b(ignore|disregard|forget|override)\b.{0,40}\b(instruction|prompt|rule|context|above|previous)"
    r"|\b(system prompt|developer message|as an ai|language model|you are now|new instructions|assistant\s*:)"
)


_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_HEADING = re.compile(r"[A-Z][^\s.!?:;,]*(?: [^\s.!?:;,]+){0,7}\??")
_TERM = re.compile(r"(?m)^([A-Z][\w()'\u2019-]*(?: [\w()'\u2019-]+){0,2})\.\s+(?=[A-Z])")
_POINT = re.compile(r"(?:^|\s)(?:#{1,6}|[*\u2022])\s+")


@dataclass(frozen=True)
class Text:
    """A text with where it comes from; ``near`` is how near in meaning to the question it is (0 to 1), if known."""

    title: str
    text: str
    url: str
    place: str = ""
    near: float = 0.0


def cut(text: Text) -> Iterable[Text]:
    """Whole sentences, as many as fit, and what headings separate apart; orders to a machine are left out."""
    gathered: list[str] = []
    length, heading = 0, ""
    for sentence in sentences(unmarked(text.text)):
        if _ORDERS.search(sentence):
            continue
        size = len(sentence.split())
        is_heading = bool(_HEADING.fullmatch(sentence))
        if gathered and length + size > (ENOUGH_FOR_ONE if is_heading else WORDS_AT_ONCE):
            yield _of(text, gathered, heading)
            gathered, length = [], 0
        heading = sentence if is_heading and not gathered else heading
        gathered.append(sentence[:LONGEST_SENTENCE])
        length += size
    if gathered:
        yield _of(text, gathered, heading)


def unmarked(text: str) -> str:
    """Markdown without its signs, broken lines joined, and a term with its explanation in one sentence."""
    plain = unwrapped(_POINT.sub("\n", _LINK.sub(r"\1", text)).replace("**", ""))
    return _TERM.sub(r"\1: ", plain)


def fitting(texts: Iterable[Text], question: str) -> list[Text]:
    """Those that speak of what is asked, in the order they came."""
    texts = list(texts)
    bags = [_bag(one) for one in texts]
    weights = _weights(list(dict.fromkeys(terms(question))), bags)
    whole = sum(weights.values()) or 1.0
    shares = [sum(weight for word, weight in weights.items() if word in bag) / whole for bag in bags]
    return [text for text, share in zip(texts, shares, strict=True) if share >= FITTING or text.near]


def best(texts: Iterable[Text], question: str, *, at_most: int) -> list[Passage]:
    """The passages that fit a question, best first, numbered from 1; those near in meaning need not share words."""
    texts = list(texts)
    asked = list(dict.fromkeys(terms(question)))
    bags = [_bag(one) for one in texts]
    weights = _weights(asked, bags)
    whole = sum(weights.values()) or 1.0
    usual = sum(sum(bag.values()) for bag in bags) / (len(bags) or 1) or 1.0
    scored = []
    for place, (text, bag) in enumerate(zip(texts, bags, strict=True)):
        share = sum(weight for word, weight in weights.items() if word in bag) / whole
        if share >= FITTING or text.near:
            section = ABOUT_JUST_THAT if asked and set(asked) <= set(terms(text.place)) else 0.0
            scored.append((_score(weights, bag, usual) / whole + share + text.near + section, -place, text))
    ranked = [text for _, _, text in sorted(scored, key=lambda one: one[:2], reverse=True)]
    return numbered(_once(ranked)[:at_most])


def numbered(texts: Iterable[Text]) -> list[Passage]:
    """Passages as a model gets them."""
    return [
        Passage(number=number, title=one.title, text=one.text, url=one.url, place=one.place)
        for number, one in enumerate(texts, start=1)
    ]


def _of(text: Text, gathered: Sequence[str], heading: str) -> Text:
    return Text(title=text.title, text="\n".join(gathered), url=text.url, place=text.place or heading, near=text.near)


def _bag(text: Text) -> Mapping[str, float]:
    """How often each word stands in a text; its title counts, too."""
    bag: dict[str, float] = {}
    for word in terms(text.text):
        bag[word] = bag.get(word, 0.0) + 1.0
    for words, worth in ((text.title, IN_TITLE), (text.place, IN_HEADING)):
        for word in set(terms(words)):
            bag[word] = bag.get(word, 0.0) + worth
    return bag


def _weights(asked: Sequence[str], bags: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Rare words say more; a word that stands nowhere says most, and that it is not there."""
    return {word: math.log1p(len(bags) / (0.5 + sum(word in bag for bag in bags))) for word in asked}


def _score(weights: Mapping[str, float], bag: Mapping[str, float], usual: float) -> float:
    length = 1 - LENGTH_MATTERS + LENGTH_MATTERS * sum(bag.values()) / usual
    return sum(
        weight * bag[word] * (SATURATION + 1) / (bag[word] + SATURATION * length)
        for word, weight in weights.items()
        if word in bag
    )


def _once(texts: Iterable[Text]) -> list[Text]:
    """The same words at two addresses are one passage."""
    return list({one.text: one for one in reversed(list(texts))}.values())[::-1]
