"""What OpenSearch knows of the words of a text, asked in one request: which it has, and what the others may mean."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import OSA

from learnstead.adapters.opensearch.mapping import EXACT
from learnstead.adapters.search import analysis
from learnstead.adapters.search.spelling import COMPLETED_FROM, MOST_COMPLETIONS, MOST_MEANT, TYPO_FROM, typos_allowed

Ask = Callable[[Mapping[str, Any]], Mapping[str, Any]]
MOST_WORDS = 40
MOST_OPTIONS = 20


class AskedWords:
    """The lexicon of one text: it answers what ``matching.read`` asks, of these words and no others."""

    def __init__(self, text: str, ask: Ask) -> None:
        words = list(dict.fromkeys(analysis.words(text)))[:MOST_WORDS]
        self._ask = ask
        self._place = {word: place for place, word in enumerate(words)}
        answer = ask(_asking(words)) if words else {}
        self._counted: Mapping[str, Any] = answer.get("aggregations", {})
        self._suggested: Mapping[str, Any] = answer.get("suggest", {})

    def known(self, word: str) -> bool:
        """Whether any entry has the word in any form, or for its identifier."""
        return bool(self._counted.get(f"has{self._place.get(word)}", {}).get("doc_count"))

    def completions(self, word: str) -> Sequence[str]:
        """The commonest names that go on like this word."""
        found = self._counted.get(f"longer{self._place.get(word)}", {}).get("buckets", ())
        return [str(bucket["key"]) for bucket in found]

    def meant(self, word: str) -> Sequence[tuple[str, int]]:
        """The known words fewest letters away, with how many; names before other words, common before rare."""
        found = [pair for field in ("names", "words") for pair in self._near(word, field)] or self._near_stems(word)
        best = min((far for _, far in found), default=0)
        return list(dict.fromkeys(pair for pair in found if pair[1] == best))[:MOST_MEANT]

    def commoner(self, _word: str) -> str:
        """A known word that may have been meant instead: asking that of each word would cost another request."""
        return ""

    def _near(self, word: str, field: str) -> list[tuple[str, int]]:
        return _ranked(word, self._suggested.get(f"{field}{self._place.get(word)}", ()), typos_allowed(word))

    def _near_stems(self, word: str) -> list[tuple[str, int]]:
        """Names whose stem looks like that of the word: two more requests, for words that nothing else looks like."""
        typos, stem = typos_allowed(word), analysis.stem(word)
        if not typos:
            return []
        asked = {**_misspelt("whole", typos, right_letters=0), "analyzer": EXACT}
        told = self._ask({"size": 0, "suggest": {"stem": {"text": stem, "term": asked}}})["suggest"]["stem"]
        near = {known: far for known, far in _ranked(stem, told, typos) if len(known) >= TYPO_FROM}
        if not near:
            return []
        longer = {"field": "names", "include": f"({'|'.join(map(re.escape, near))}).*", "size": MOST_OPTIONS}
        found = self._ask({"size": 0, "aggs": {"names": {"terms": longer}}})["aggregations"]["names"]["buckets"]
        names: dict[str, str] = {}
        for bucket in found:
            names.setdefault(analysis.stem(str(bucket["key"])), str(bucket["key"]))
        return [(names[known], far) for known, far in near.items() if known in names]


def _ranked(word: str, told: Iterable[Mapping[str, Any]], typos: int) -> list[tuple[str, int]]:
    """What was suggested for a word, fewest letters away first, with how many."""
    options = [(str(one["text"]), int(one["freq"])) for entry in told for one in entry["options"]]
    ranked = sorted((OSA.distance(word, known), known[0] != word[0], -often, known) for known, often in options)
    return [(known, far) for far, _, _, known in ranked if far <= typos]


def _asking(words: Sequence[str]) -> Mapping[str, Any]:
    counts: dict[str, Any] = {}
    suggestions: dict[str, Any] = {}
    for place, word in enumerate(words):
        either = [{"match": {"whole": word}}, {"match": {"inside": word}}, {"term": {"identifier": word}}]
        counts[f"has{place}"] = {"filter": {"bool": {"should": either}}}
        if len(word) >= COMPLETED_FROM:
            longer = {"field": "names", "include": f"{re.escape(word)}.+", "size": MOST_COMPLETIONS}
            counts[f"longer{place}"] = {"terms": longer}
        if typos := typos_allowed(word):
            # Words in the text are taken to begin with the right letter: there are many of them.
            suggestions[f"names{place}"] = {"text": word, "term": _misspelt("names", typos, right_letters=0)}
            suggestions[f"words{place}"] = {"text": word, "term": _misspelt("words", typos, right_letters=1)}
    return {"size": 0, "aggs": counts, "suggest": suggestions}


def _misspelt(field: str, typos: int, *, right_letters: int) -> Mapping[str, Any]:
    return {
        "field": field,
        "suggest_mode": "missing",
        "max_edits": typos,
        "prefix_length": right_letters,
        "string_distance": "damerau_levenshtein",
        "size": MOST_OPTIONS,
    }
