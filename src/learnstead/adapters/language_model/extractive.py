"""Answers without a model: sentences of the passages, as they stand, that share most with the question.

Deterministic, free and offline. It says nothing when the passages do not speak of what was asked.
"""

import math
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from learnstead.kernel.language import sentences, terms, words
from learnstead.ports.language_model import Passage, Piece, Prompt

NAME = "extractive"
MOST_SENTENCES = 4
MOST_OF_LIST = 5
LEAST_WORDS, MOST_WORDS = 4, 80
ENOUGH = 0.5  # more than this share of the weight of the question's words must be in a passage and its title
WORTH_SAYING = 0.55  # of the best sentence's score
# What half a sentence is worth; one that begins with a word that was asked for; one that explains
# all of them.
FRAGMENT, ABOUT_IT, DEFINES = 0.5, 1.3, 1.7
IN_TITLE = 0.5  # what a word counts for when only the title of the passage has it

_DEFINITION = re.compile(r"[^:.]{1,60}?(?:: | (?:is|are|was|were) )")


@dataclass(frozen=True)
class Candidate:
    """A sentence that might be said."""

    score: float
    passage: Passage
    place: int
    text: str


class Extractive:
    """The provider that needs no key."""

    models: Sequence[str] = (NAME,)
    extractive = True

    def stream(self, prompt: Prompt, *, model: str = "") -> Generator[Piece]:
        """One sentence a piece, those of the best passage first; nothing when nothing fits. ``model`` is this."""
        del model
        for one in chosen(prompt):
            mark = "- " if prompt.one_of_each else ""
            yield Piece(f"{mark}{one.text} [{one.passage.number}]\n")


def chosen(prompt: Prompt) -> list[Candidate]:
    """The sentences that answer best, passage by passage, that of the best one first."""
    asked = list(dict.fromkeys(terms(prompt.question)))
    weights = _weights(asked, [f"{one.title} {one.text}" for one in prompt.passages])
    fitting = [one for one in prompt.passages if covered(weights, f"{one.title} {one.place} {one.text}") > ENOUGH]
    said = {_plain(one) for one in prompt.said}
    candidates = [one for passage in fitting for one in _candidates(passage, weights) if _plain(one.text) not in said]
    if prompt.one_of_each:
        return list(_first_of_each(fitting))[:MOST_OF_LIST]
    best = sorted(_once(candidates), key=_rank, reverse=True)[:MOST_SENTENCES]
    worth = [one for one in best if one.score >= WORTH_SAYING * best[0].score]
    return sorted(worth, key=lambda one: (one.passage is not best[0].passage, one.passage.number, one.place))


def covered(weights: Mapping[str, float], text: str) -> float:
    """The share (0 to 1) of the weight of some words that a text has."""
    there = set(terms(text))
    return sum(weight for word, weight in weights.items() if word in there) / (sum(weights.values()) or 1.0)


def _weights(asked: Sequence[str], texts: Sequence[str]) -> dict[str, float]:
    """Rare words say more; a word that no passage has says as much as one that a single passage has."""
    has = [set(terms(text)) for text in texts]
    return {word: math.log1p(len(has) / (0.5 + max(1, sum(word in one for one in has)))) for word in asked}


def _candidates(passage: Passage, weights: Mapping[str, float]) -> Iterable[Candidate]:
    title = set(terms(f"{passage.title} {passage.place}"))
    worth = 1.0 if title.issuperset(weights) else IN_TITLE
    for place, text in enumerate(sentences(passage.text)):
        if not LEAST_WORDS <= len(words(text)) <= MOST_WORDS or text.endswith("?"):
            continue
        there = set(terms(text))
        score = sum(
            weight * (1.0 if word in there else worth) for word, weight in weights.items() if word in there | title
        )
        begins = terms(text)[: len(weights)]
        score *= 1.0 if _is_whole(text) else FRAGMENT
        defines = set(begins) == set(weights) and _DEFINITION.match(text)
        score *= DEFINES if defines else ABOUT_IT if set(begins[:1]) & set(weights) else 1.0
        if not there.isdisjoint(weights) or (score and title):
            yield Candidate(score=score - place * 1e-3, passage=passage, place=place, text=text)


def _is_whole(text: str) -> bool:
    """Whether it is a sentence, not a heading or an item of a list."""
    return text[:1].isupper() and text.rstrip("\"')\u201d\u2019").endswith((".", "!"))


def _rank(one: Candidate) -> tuple[float, int, int]:
    return one.score, -one.passage.number, -one.place


def _first_of_each(fitting: Iterable[Passage]) -> Iterator[Candidate]:
    """In a list, the first sentence of a passage says what it is."""
    for passage in fitting:
        text = next(sentences(passage.text), "")
        if text:
            yield Candidate(score=1.0, passage=passage, place=0, text=text)


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Pages repeat each other."""
    seen: dict[str, Candidate] = {}
    for one in candidates:
        seen.setdefault(_plain(one.text), one)
    return list(seen.values())


def _plain(text: str) -> str:
    return " ".join(words(text))
