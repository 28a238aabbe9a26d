"""Known words that look like an unknown one, for "did you mean"."""

import re
from collections.abc import Iterator

from tantivy import Searcher

from learnstead.adapters.search.matching import Wanted, typos_allowed

FIELDS = ("title_exact", "keywords", "body_exact")
MOST_CANDIDATES = 20_000


def corrected(wanted: Wanted, searcher: Searcher) -> str:
    """The text with every unknown word replaced by the nearest known one; empty when there is nothing to offer."""
    text = wanted.text
    for word in sorted(wanted.unknown):
        better = nearest(word, searcher)
        if better:
            text = re.sub(rf"(?i)\b{re.escape(word)}\b", better, text)
    return text if text != wanted.text else ""


def nearest(word: str, searcher: Searcher) -> str:
    """The known word fewest letters away; of several, the commonest. Its first letter is taken to be right."""
    typos = typos_allowed(word)
    if not typos:
        return ""
    found = ((distance(word, known, at_most=typos), -count, known) for known, count in _candidates(word, searcher))
    return min((item for item in found if item[0] <= typos), default=(0, 0, ""))[2]


def _candidates(word: str, searcher: Searcher) -> Iterator[tuple[str, int]]:
    typos = typos_allowed(word)
    for field in FIELDS:
        for known, count in searcher.terms_with_prefix(field, word[0], limit=MOST_CANDIDATES):
            if abs(len(known) - len(word)) <= typos:
                yield known, count


def distance(one: str, other: str, *, at_most: int) -> int:
    """Letters to insert, remove, replace or swap; anything above ``at_most`` is ``at_most + 1``."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > at_most:
            return at_most + 1
    return min(row[-1], at_most + 1)
