"""The words of a text as the local encoder counts them, and known words that are spelt like unknown ones."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST_WORD = 40
# At most so many words stand in for an unknown one; they share so much of its spelling, or, loosely, half of it.
STAND_INS, ALIKE, LOOSELY = 3, 0.55, 0.5
_WORD = re.compile(r"[^\W_]+")
STOPWORDS = frozenset(
    _WORD.findall(
        "a an and are as at be but by can do does for from have how i if in into is it its me my no not of on or s "
        "such that the their then there these they this to was we were what when where which who will with you your"
    )
)


def _stemmer() -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(LONGEST_WORD))
    return builder.filter(Filter.ascii_fold()).filter(Filter.stemmer("english")).build()


_STEMMER = _stemmer()


def words(text: str) -> Sequence[str]:
    """Stems, in lower case and without accents, in order; words that say nothing are left out."""
    said = " ".join(word for word in _WORD.findall(text.lower()) if word not in STOPWORDS)
    return list(_STEMMER.analyze(said))


class Spellings:
    """Finds known words by how they are spelt: those that share most groups of two letters with an unknown one."""

    def __init__(self, known: Sequence[str]) -> None:
        having: dict[str, list[int]] = defaultdict(list)
        for row, word in enumerate(known):
            for group in _groups(word):
                having[group].append(row)
        self._having = {group: np.array(rows, np.int32) for group, rows in having.items()}
        self._sizes = np.array([len(_groups(word)) for word in known], np.int32)

    def like(self, word: str, *, at_least: float = ALIKE) -> Mapping[int, float]:
        """Rows of known words and how much of their spelling they share (Dice's coefficient), best first."""
        groups = _groups(word)
        having = [self._having[group] for group in groups if group in self._having]
        if not having:
            return {}
        shared = np.bincount(np.concatenate(having), minlength=len(self._sizes))
        alike = 2 * shared / (len(groups) + self._sizes)
        best = np.flatnonzero(alike >= at_least)
        best = best[np.lexsort((best, -alike[best]))][:STAND_INS]
        return dict(zip(best.tolist(), alike[best].tolist(), strict=True))


def _groups(word: str) -> set[str]:
    """Its neighbouring letters two by two, its beginning and its end among them."""
    edged = f"<{word}>"
    return {edged[at : at + 2] for at in range(len(edged) - 1)}
