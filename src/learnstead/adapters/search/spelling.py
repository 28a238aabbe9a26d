"""The words an index knows, and which of them somebody may have meant by one it does not know."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Searcher

from learnstead.adapters.search import analysis

TYPO_FROM, TWO_TYPOS_FROM = 4, 8
COMPLETED_FROM = 3
MOST_NAMES, MOST_WORDS = 200_000, 20_000
MOST_MEANT, MOST_COMPLETIONS = 4, 8
# A word this much rarer than one that looks like it may be misspelt although it is known.
MUCH_RARER = 20


def typos_allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    if len(word) < TYPO_FROM or analysis.has_digit(word):
        return 0
    return 1 if len(word) < TWO_TYPOS_FROM else 2


class Words(Protocol):
    """The words of an index, as far as reading a text needs them."""

    def known(self, word: str) -> bool:
        """Whether any entry has the word in any form, or for its identifier."""

    def meant(self, word: str) -> Sequence[tuple[str, int]]:
        """The known words fewest letters away, and how many."""

    def completions(self, word: str) -> Sequence[str]:
        """The commonest words that go on like this one."""


class Lexicon:
    """The words of one commit."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    @cached_property
    def names(self) -> Mapping[str, int]:
        """The words of titles, people and keywords, and how many entries have each."""
        return dict(self._searcher.terms_with_prefix("names", "", limit=MOST_NAMES))

    def count(self, word: str) -> int:
        """How many entries have a word as it is written."""
        return max(self._searcher.doc_freq("names", word), self._searcher.doc_freq("words", word))

    def known(self, word: str) -> bool:
        """Whether any entry has the word in any form, or for its identifier."""
        stem = analysis.stem(word)
        return bool(
            self.count(word)
            or self._searcher.doc_freq("whole", stem)
            or self._searcher.doc_freq("inside", stem)
            or self._searcher.doc_freq("identifier", word)
        )

    def meant(self, word: str) -> Sequence[tuple[str, int]]:
        """The known words fewest letters away, and how many: names before other words, common before rare.

        Other words are taken to begin with the right letter: there are many of them.
        """
        typos = typos_allowed(word)
        if not typos:
            return []
        found = self._near(word, self.names, typos)
        # One letter wrong in a name is likelier than anything; for two, the other words are asked as well.
        if not found or found[0][1] > 1:
            others = dict(self._searcher.terms_with_prefix("words", word[0], limit=MOST_WORDS))
            found = sorted(chain(found, self._near(word, others, typos)), key=lambda pair: pair[1])
        if not found:
            found = self._near_stems(word, typos)
        best = found[0][1] if found else 0
        return list(dict.fromkeys(pair for pair in found if pair[1] == best))[:MOST_MEANT]

    def completions(self, word: str) -> Sequence[str]:
        """The commonest names that go on like this word; if there is none, other words."""
        if len(word) < COMPLETED_FROM:
            return []
        for field in ("names", "words"):
            longer = self._searcher.terms_with_prefix(field, word, limit=MOST_WORDS)
            found = sorted((pair for pair in longer if pair[0] != word), key=lambda pair: (-pair[1], pair[0]))
            if found:
                return [known for known, _ in found][:MOST_COMPLETIONS]
        return []

    def commoner(self, word: str) -> str:
        """A name that looks like this known word and is so much commoner that it may have been meant; or nothing."""
        typos = typos_allowed(word)
        among = self._near(word, self.names, typos) if typos else []
        enough = max(1, self.count(word)) * MUCH_RARER
        return next((known for known, _ in among if known != word and self.names[known] >= enough), "")

    def _near_stems(self, word: str, typos: int) -> list[tuple[str, int]]:
        """Names whose stem looks like that of the word: "algebar" for "algebras"."""
        among: dict[str, str] = {}
        for known in sorted(self.names, key=lambda known: (-self.names[known], known)):
            among.setdefault(analysis.stem(known), known)
        near = self._near(analysis.stem(word), dict.fromkeys(among, 0), typos)
        return [(among[stem], far) for stem, far in near if len(stem) >= TYPO_FROM]

    @staticmethod
    def _near(word: str, among: Mapping[str, int], typos: int) -> list[tuple[str, int]]:
        found = process.extract(word, among.keys(), scorer=OSA.distance, score_cutoff=typos, limit=None)
        ranked = sorted((int(far), known[0] != word[0], -among[known], known) for known, far, _ in found)
        return [(known, far) for far, _, _, known in ranked]
