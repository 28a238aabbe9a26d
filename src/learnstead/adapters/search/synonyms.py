"""Words and phrases that mean the same, found in what somebody typed."""

from collections.abc import Iterator, Sequence

from learnstead.adapters.search import analysis

Phrase = tuple[str, ...]


def groups(synonyms: Sequence[Sequence[str]]) -> list[list[Phrase]]:
    """Each group as phrases of exact terms, without the empty ones."""
    return [[phrase for phrase in (tuple(analysis.words(member)) for member in group) if phrase] for group in synonyms]


def units(words: Sequence[str], alike: Sequence[Sequence[Phrase]]) -> Iterator[tuple[Phrase, Sequence[Phrase]]]:
    """A text cut into words, and phrases that have synonyms, each with what means the same; long phrases first."""
    at = 0
    while at < len(words):
        phrase, others = _longest(words[at:], alike)
        yield phrase, others
        at += len(phrase)


def _longest(words: Sequence[str], alike: Sequence[Sequence[Phrase]]) -> tuple[Phrase, Sequence[Phrase]]:
    best: Phrase = ()
    others: dict[Phrase, None] = {}
    for group in alike:
        for member in group:
            if len(member) >= max(len(best), 1) and _stems(words[: len(member)]) == _stems(member):
                if len(member) > len(best):
                    best, others = tuple(words[: len(member)]), {}
                others.update(dict.fromkeys(other for other in group if other != member))
    return best or (words[0],), list(others)


def _stems(words: Sequence[str]) -> list[str]:
    return [analysis.stem(word) for word in words]
