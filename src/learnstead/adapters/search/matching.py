"""Turns what somebody typed into a tantivy query."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tantivy import Occur, Query, Schema, Searcher

from learnstead.adapters.search import analysis, schema

# What a word is worth by where it stands. BM25 scores are multiplied by these.
BOOSTS = {"title": 4.0, "title_exact": 5.0, "keywords": 2.5, "text": 1.5, "body": 1.0}
EXACT_FIELDS = {"title_exact": 2.5, "keywords": 1.5, "body_exact": 0.6}
STEMMED_FIELDS = {"title", "text", "body"}
# These are scores as they stand: nothing about the words of a course outweighs its number.
IDENTIFIER, NEAR_IDENTIFIER = 80.0, 40.0
PHRASE_BOOSTS = {"title": 6.0, "text": 2.0, "body": 1.5}
WHOLE_PHRASE = 4.0  # for each word of a query that is found as one phrase, up to
SENTENCE = 10
OTHER_FIELDS_COUNT = 0.15  # how much of a word's lesser matches is added to its best one
ALL_WORDS_UP_TO = 2  # longer queries may miss some of their words
SHARE_OF_WORDS = 0.7
TYPO_FROM, TWO_TYPOS_FROM = 4, 8
PREFIX_FROM = 2
MOST_WORDS = 40


@dataclass(frozen=True)
class Wanted:
    """A text, read once: its words, its quoted phrases, and which of its words the index does not know.

    ``sentence`` has the words with their places, so that common ones may be left out and still count as distance.
    """

    text: str
    words: Sequence[str]
    sentence: Sequence[tuple[int, str]]
    phrases: Sequence[Sequence[str]]
    unknown: frozenset[str]


def read(text: str, searcher: Searcher) -> Wanted:
    """Read a text and look its words up."""
    spoken = analysis.words(text)
    words = analysis.meaningful(spoken)[:MOST_WORDS]
    return Wanted(
        text=text,
        words=words,
        sentence=[(place, word) for place, word in enumerate(spoken) if word in words],
        phrases=analysis.quoted(text),
        unknown=frozenset(word for word in words if not _known(word, searcher)),
    )


def typos_allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    if len(word) < TYPO_FROM or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < TWO_TYPOS_FROM else 2


def matching(wanted: Wanted, at: Schema, *, any_word: bool = False) -> Query:
    """Documents with enough of the words; phrases and identifiers lift those that have them."""
    if not wanted.words:
        return Query.empty_query() if wanted.text.strip() else Query.all_query()
    last = wanted.words[-1] if not wanted.text.endswith((" ", '"', "”")) else None
    words = [(Occur.Should, _word(word, wanted, at, may_go_on=word == last)) for word in wanted.words]
    enough = 1 if any_word else _enough(len(words))
    by_words = Query.boolean_query(words, minimum_number_should_match=enough)
    clauses = [(Occur.Must, Query.disjunction_max_query([by_words, *_spelt_identifier(wanted, at)]))]
    clauses += [(Occur.Must, _phrase(list(enumerate(phrase)), at, slop=0)) for phrase in wanted.phrases]
    clauses += [(Occur.Should, bonus) for bonus in _bonuses(wanted, at)]
    return Query.boolean_query(clauses)


def filtered(query: Query, filters: Mapping[str, Sequence[str]], at: Schema, *, kind: str = schema.ENTRY) -> Query:
    """Only documents of a kind that pass every filter; scores stay as they are."""
    musts = [Query.const_score_query(Query.term_query(at, "kind", kind), 0.0)]
    for name, values in filters.items():
        musts.append(Query.const_score_query(Query.term_set_query(at, name, list(values)), 0.0))
    return Query.boolean_query([(Occur.Must, query), *((Occur.Must, must) for must in musts)])


def beginning(text: str, at: Schema) -> Query:
    """Entries whose title holds all the words, the last one perhaps unfinished, or whose identifier begins so."""
    *whole, last = analysis.words(text) or [""]
    if not last:
        return Query.empty_query()
    terms = [(Occur.Must, Query.term_query(at, "title_exact", word)) for word in whole]
    unfinished = Query.boost_query(_prefix(at, "title_exact", last), 1.0)
    title = Query.boolean_query([*terms, (Occur.Must, unfinished)])
    either = [title]
    identifier = analysis.compact(text)
    if any(letter.isdigit() for letter in identifier):
        either.append(Query.const_score_query(_prefix(at, "identifier", identifier), IDENTIFIER))
    return Query.disjunction_max_query(either)


def _known(word: str, searcher: Searcher) -> bool:
    if searcher.doc_freq("body", analysis.stem(word)) or searcher.doc_freq("title", analysis.stem(word)):
        return True
    if any(searcher.doc_freq(field, word) for field in ("title_exact", "keywords")):
        return True
    return bool(searcher.doc_freq("identifier", analysis.compact(word)))


def _enough(words: int) -> int:
    return words if words <= ALL_WORDS_UP_TO else max(ALL_WORDS_UP_TO, round(words * SHARE_OF_WORDS))


def _word(word: str, wanted: Wanted, at: Schema, *, may_go_on: bool) -> Query:
    """One word, wherever it stands; its best place counts."""
    places = [
        Query.boost_query(Query.term_query(at, field, analysis.stem(word) if field in STEMMED_FIELDS else word), boost)
        for field, boost in BOOSTS.items()
    ]
    places += _identifier(word, at)
    if may_go_on and len(word) >= PREFIX_FROM:
        places += [_constant(_prefix(at, field, word), boost * 0.8) for field, boost in _unfinished(word, wanted)]
    if word in wanted.unknown:
        places += _misspelt(word, at)
    return Query.disjunction_max_query(places, OTHER_FIELDS_COUNT)


def _unfinished(word: str, wanted: Wanted) -> Iterator[tuple[str, float]]:
    """A known word is finished in titles only; an unknown one may be the beginning of any word."""
    for field, boost in EXACT_FIELDS.items():
        if field != "body_exact" or (word in wanted.unknown and len(word) >= TYPO_FROM):
            yield field, boost


def _misspelt(word: str, at: Schema) -> list[Query]:
    typos = typos_allowed(word)
    if not typos:
        return []
    return [
        _constant(Query.fuzzy_term_query(at, field, word, distance=typos), boost)
        for field, boost in EXACT_FIELDS.items()
    ]


def _identifier(word: str, at: Schema) -> list[Query]:
    compact = analysis.compact(word)
    if not any(letter.isdigit() for letter in compact):
        return []
    return [
        _constant(Query.term_query(at, "identifier", compact), IDENTIFIER),
        _constant(Query.term_query(at, "near", compact), NEAR_IDENTIFIER),
    ]


def _spelt_identifier(wanted: Wanted, at: Schema) -> Iterator[Query]:
    """An identifier that punctuation or spaces split into several words: "6.034", "6-034", "ES 293"."""
    joined = [word for word in analysis.identifiers_in(wanted.text) if word not in wanted.words]
    if joined:
        yield _constant(Query.term_set_query(at, "identifier", joined), IDENTIFIER)
        yield _constant(Query.term_set_query(at, "near", joined), NEAR_IDENTIFIER)


def _bonuses(wanted: Wanted, at: Schema) -> Iterator[Query]:
    """Words in the order they were typed."""
    for pair in pairwise(wanted.words):
        yield Query.boost_query(_phrase(list(enumerate(pair)), at, slop=1), 0.5)
    if len(wanted.words) > ALL_WORDS_UP_TO:
        whole = _phrase(wanted.sentence, at, slop=1)
        yield whole
        # A sentence found as it stands is what was looked for, however common its words are.
        yield _constant(whole, min(len(wanted.words), SENTENCE) * WHOLE_PHRASE)


def _phrase(words: Sequence[tuple[int, str]], at: Schema, *, slop: int) -> Query:
    stems: list[str | tuple[int, str]] = [(place, analysis.stem(word)) for place, word in words]
    fields = [
        Query.boost_query(
            Query.phrase_query(at, field, stems, slop=slop)
            if len(words) > 1
            else Query.term_query(at, field, analysis.stem(words[0][1])),
            boost,
        )
        for field, boost in PHRASE_BOOSTS.items()
    ]
    return Query.disjunction_max_query(fields)


def _prefix(at: Schema, field: str, word: str) -> Query:
    return Query.fuzzy_term_query(at, field, word, distance=0, prefix=True)


def _constant(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)
