"""Turns what somebody typed into a tantivy query."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tantivy import Occur, Query, Schema

from learnstead.adapters.search import analysis, synonyms
from learnstead.adapters.search.spelling import Words

# What a word is worth by where it stands; BM25 scores are multiplied by these. ``whole`` has the title and the
# people as well, so that theirs are added to it.
WHOLE, TITLE, PEOPLE, INSIDE = 1.0, 0.8, 1.0, 0.5
LESSER_PLACE = 0.2  # how much of what a word is worth inside is added to what it is worth outside, or the reverse
# These are scores as they stand: nothing about the words of a course outweighs its number, not even when the one
# with the number is old and incomplete.
IDENTIFIER, NEAR_IDENTIFIER, LOOSE_IDENTIFIER = 1000.0, 500.0, 200.0
SYNONYM = 0.9
ONE_TYPO, TWO_TYPOS, COMPLETED, MORE_OF_A_KNOWN_WORD = 0.9, 0.8, 0.8, 0.4
PAIR = 0.4
ORDER = {"whole": 1.0, "title": 1.0}
WHOLE_TITLE = 0.5  # of the phrase score: for a title that has all the words in order
QUOTED_FROM = 5
# What the whole text names or quotes comes first, however old it is and whatever else is near in meaning: it scores
# so many times the best score more.
ENTITLED, QUOTED = 2.0, 1.0
MOST_WORDS = 40
PART_FIELDS = ("title", "text")
ALL_WORDS_UP_TO = 2
SHARE_OF_WORDS = 0.2  # a long question says much that is beside the point


@dataclass(frozen=True)
class Word:
    """A word of the text, and the forms to look for with what each is worth."""

    text: str
    forms: Sequence[tuple[str, float]]
    meant: str = ""


@dataclass(frozen=True)
class Unit:
    """A word, or a phrase that has synonyms."""

    words: Sequence[Word]
    synonyms: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Wanted:
    """A text, read once. ``sentence`` has its words with their places: what lies between counts as distance."""

    text: str
    units: Sequence[Unit]
    sentence: Sequence[tuple[int, str]]
    phrases: Sequence[Sequence[str]] = ()
    corrections: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def words(self) -> list[Word]:
        """All its words."""
        return [word for unit in self.units for word in unit.words]

    @property
    def corrected(self) -> str:
        """The text with every unknown word replaced by a known one; empty when there is nothing to offer."""
        return replaced(self.text, self.corrections)


def replaced(text: str, corrections: Sequence[tuple[str, str]]) -> str:
    """The text with words replaced, or empty when that changes nothing."""
    better = text
    for word, known in corrections:
        better = re.sub(rf"(?i)\b{re.escape(word)}\b", lambda _, known=known: known, better)  # type: ignore[misc]
    return better if better != text else ""


def read(text: str, lexicon: Words, alike: Sequence[Sequence[str]] = ()) -> Wanted:
    """Read a text, and look its words up."""
    spoken = analysis.words(text)
    wanted = analysis.meaningful(spoken)[:MOST_WORDS]
    last = wanted[-1] if wanted and not text.endswith((" ", '"', "”")) and spoken[-1] == wanted[-1] else None
    known = {word: _word(word, lexicon, may_go_on=word == last) for word in wanted}
    meaningful = set(wanted)
    kept = [word for word in spoken if word in meaningful][: MOST_WORDS * 2]
    found = synonyms.units(kept, synonyms.groups(alike)) if alike else (((word,), ()) for word in kept)
    once = dict.fromkeys((phrase, tuple(others)) for phrase, others in found)
    units = [Unit([known[word] for word in phrase], others) for phrase, others in once]
    words = [word for unit in units for word in unit.words]
    best = {word.text: word.meant or word.text for word in words}
    return Wanted(
        text=text,
        units=units,
        sentence=[(place, best[word]) for place, word in enumerate(spoken) if word in best][:MOST_WORDS],
        phrases=analysis.quoted(text),
        corrections=[(word.text, word.meant) for word in words if word.meant],
    )


def _word(word: str, lexicon: Words, *, may_go_on: bool) -> Word:
    if lexicon.known(word):
        more = lexicon.completions(word) if may_go_on else []
        return Word(word, [(word, 1.0), *((longer, MORE_OF_A_KNOWN_WORD) for longer in more)])
    longer = lexicon.completions(word)
    if longer and may_go_on:
        return Word(word, [(known, COMPLETED) for known in longer])
    meant = lexicon.meant(word)
    forms = dict.fromkeys(longer, COMPLETED)
    forms |= {known: ONE_TYPO if typos == 1 else TWO_TYPOS for known, typos in meant}
    return Word(word, list(forms.items()), meant=meant[0][0] if meant else "")


class Matcher:
    """Writes queries over entries."""

    def __init__(self, at: Schema, *, content_weight: float = 1.0) -> None:
        self._at = at
        self._inside = INSIDE * content_weight

    def matching(self, wanted: Wanted, *, any_word: bool = False) -> Query:
        """Entries with enough of the words; order, phrases and identifiers lift those that have them."""
        units = [(Occur.Should, query) for query in (self._unit(unit, any_word=any_word) for unit in wanted.units)]
        enough = 1 if any_word else enough_of(len(units))
        by_words = Query.boolean_query(units, minimum_number_should_match=enough)
        clauses = [(Occur.Must, Query.disjunction_max_query([by_words, *self._identifiers(wanted)]))]
        clauses += [(Occur.Must, self._phrase(list(enumerate(phrase)), slop=0)) for phrase in wanted.phrases]
        clauses += [(Occur.Should, bonus) for bonus in self._bonuses(wanted)]
        return Query.boolean_query(clauses)

    def _unit(self, unit: Unit, *, any_word: bool) -> Query:
        words = [self._word(word) for word in unit.words]
        if len(words) == 1:
            itself = words[0]
        else:
            enough = 1 if any_word else len(words)
            shoulds = [(Occur.Should, word) for word in words]
            itself = Query.boolean_query(shoulds, minimum_number_should_match=enough)
        others = [
            Query.boost_query(self._phrase(list(enumerate(other)), slop=1), SYNONYM)
            if len(other) > 1
            else self._form(other[0], SYNONYM)
            for other in unit.synonyms
        ]
        return Query.disjunction_max_query([itself, *others]) if others else itself

    def _word(self, word: Word) -> Query:
        """One word; the form of it that is worth most counts."""
        forms = [self._form(form, worth) for form, worth in word.forms]
        if analysis.has_digit(word.text):
            forms += [
                constant(Query.term_query(self._at, "identifier", word.text), IDENTIFIER),
                constant(Query.term_query(self._at, "near", word.text), NEAR_IDENTIFIER),
            ]
        if not forms:
            return Query.empty_query()
        return forms[0] if len(forms) == 1 else Query.disjunction_max_query(forms)

    def _form(self, word: str, worth: float) -> Query:
        stem = analysis.stem(word)
        outside = Query.boolean_query(
            [
                (Occur.Should, Query.boost_query(Query.term_query(self._at, "whole", stem), WHOLE * worth)),
                (Occur.Should, Query.boost_query(Query.term_query(self._at, "title", stem), TITLE * worth)),
                (Occur.Should, Query.boost_query(Query.term_query(self._at, "people", word), PEOPLE * worth)),
            ]
        )
        if not self._inside:
            return outside
        inside = Query.boost_query(Query.term_query(self._at, "inside", stem), self._inside * worth)
        return Query.disjunction_max_query([outside, inside], LESSER_PLACE)

    def _identifiers(self, wanted: Wanted) -> Iterator[Query]:
        """An identifier that punctuation or spaces split into several words: "6.034", "6-034", "ES 293"."""
        alone = {word.text for word in wanted.words}
        spelt = dict.fromkeys(analysis.identifiers_in(wanted.text))
        joined = [word for word in map(analysis.compact, spelt) if word not in alone]
        if joined:
            yield constant(Query.term_set_query(self._at, "identifier", joined), IDENTIFIER)
            yield constant(Query.term_set_query(self._at, "near", joined), NEAR_IDENTIFIER)
        loose = [found for found in map(analysis.loose, spelt) if found]
        if loose:
            yield constant(Query.term_set_query(self._at, "loose", loose), LOOSE_IDENTIFIER)

    def _bonuses(self, wanted: Wanted) -> Iterator[Query]:
        """Words in the order they were typed."""
        for one, other in pairwise(wanted.sentence):
            if one[1] != other[1]:
                yield Query.boost_query(self._in_order([one, other], ORDER, slop=1), PAIR)
        if len(wanted.sentence) > ALL_WORDS_UP_TO:
            yield Query.boost_query(_phrase(self._at, "title", wanted.sentence, slop=1), WHOLE_TITLE)

    def quoting(self, wanted: Wanted) -> Query | None:
        """Entries that say all of many words: nobody types so many in the order of a page without having it in mind."""
        if len(wanted.sentence) < QUOTED_FROM:
            return None
        places = ("whole", "inside") if self._inside else ("whole",)
        said = [(Occur.Should, _phrase(self._at, name, wanted.sentence, slop=0)) for name in places]
        return Query.boolean_query(said)

    def _phrase(self, words: Sequence[tuple[int, str]], *, slop: int) -> Query:
        """A phrase that must be there, or that means the same as a word."""
        places = {**ORDER, "inside": self._inside} if self._inside else ORDER
        return self._in_order(words, places, slop=slop)

    def _in_order(self, words: Sequence[tuple[int, str]], places: Mapping[str, float], *, slop: int) -> Query:
        return Query.disjunction_max_query(
            [Query.boost_query(_phrase(self._at, name, words, slop=slop), worth) for name, worth in places.items()]
        )


class Sieve(Matcher):
    """Matches the same entries for less, where no score is needed: ``whole`` has the words of titles and people."""

    def _form(self, word: str, worth: float) -> Query:  # noqa: ARG002 - nothing is worth more than another
        stem = analysis.stem(word)
        places = ("whole", "inside") if self._inside else ("whole",)
        terms = [(Occur.Should, Query.term_query(self._at, name, stem)) for name in places]
        return Query.boolean_query(terms) if len(terms) > 1 else terms[0][1]

    def _bonuses(self, wanted: Wanted) -> Iterator[Query]:  # noqa: ARG002 - as above
        return iter(())


class PartMatcher:
    """Writes queries over the parts of a few entries; what is in others must not cost anything."""

    def __init__(self, at: Schema, entries: Iterable[str]) -> None:
        self._at = at
        self._within = constant(Query.term_set_query(at, "entry", list(entries)), 0.0)

    def best(self, wanted: Wanted) -> Query:
        """All these parts, scored by the words in them; 0 for those without any.

        One word at a time is looked up in the parts that are left, instead of all words together in all parts:
        common words are in hundreds of thousands.
        """
        query = self._within
        for lifting in self._lifting(wanted):
            query = Query.boolean_query([(Occur.Must, query), (Occur.Should, lifting)])
        return query

    def _lifting(self, wanted: Wanted) -> Iterator[Query]:
        for name in PART_FIELDS:
            for unit in wanted.units:
                for form, worth in (form for word in unit.words for form in word.forms):
                    yield Query.boost_query(Query.term_query(self._at, name, analysis.stem(form)), worth)
                for same in unit.synonyms:
                    yield _phrase(self._at, name, list(enumerate(same)), slop=1)
            for one, other in pairwise(wanted.sentence):
                if one[1] != other[1]:
                    yield Query.boost_query(_phrase(self._at, name, [one, other], slop=1), PAIR)

    def matching(self, wanted: Wanted, *, any_word: bool = False) -> Query:
        """Parts with enough of the words, in their title or their text; all of them when there are no words."""
        if not wanted.units:
            return self._within
        units = [(Occur.Should, self._unit(unit)) for unit in wanted.units]
        enough = 1 if any_word else enough_of(len(units))
        clauses = [(Occur.Must, Query.boolean_query(units, minimum_number_should_match=enough))]
        clauses += [(Occur.Must, self._phrase(list(enumerate(phrase)), slop=0)) for phrase in wanted.phrases]
        for one, other in pairwise(wanted.sentence):
            if one[1] != other[1]:
                clauses.append((Occur.Should, Query.boost_query(self._phrase([one, other], slop=1), PAIR)))
        return Query.boolean_query(clauses)

    def _unit(self, unit: Unit) -> Query:
        either = [self._word(word) for word in unit.words]
        either += [self._phrase(list(enumerate(other)), slop=1) for other in unit.synonyms]
        return either[0] if len(either) == 1 else Query.boolean_query([(Occur.Should, query) for query in either])

    def _word(self, word: Word) -> Query:
        forms = [
            self._here(Query.boost_query(Query.term_query(self._at, name, analysis.stem(form)), worth))
            for name in PART_FIELDS
            for form, worth in word.forms
        ]
        return Query.disjunction_max_query(forms, LESSER_PLACE) if forms else Query.empty_query()

    def _phrase(self, words: Sequence[tuple[int, str]], *, slop: int) -> Query:
        return Query.disjunction_max_query(
            [self._here(_phrase(self._at, name, words, slop=slop)) for name in PART_FIELDS]
        )

    def _here(self, query: Query) -> Query:
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, self._within)])


def marking(wanted: Wanted, at: Schema) -> Query:
    """Anything that may be marked in a title or a text."""
    words = {analysis.stem(form) for word in wanted.words for form, _ in word.forms}
    words |= {analysis.stem(word) for unit in wanted.units for other in unit.synonyms for word in other}
    shoulds = [Query.term_query(at, name, word) for name in ("title", "text") for word in sorted(words)]
    return Query.boolean_query([(Occur.Should, should) for should in shoulds])


def places(wanted: Wanted, at: Schema) -> Mapping[str, Query]:
    """For each place that is not shown with a hit, what has any of the words there."""
    forms = {form for word in wanted.words for form, _ in word.forms}
    forms |= {word for unit in wanted.units for other in unit.synonyms for word in other}
    stems = sorted({analysis.stem(form) for form in forms})
    spelt = dict.fromkeys(analysis.identifiers_in(wanted.text))
    either = [
        Query.term_set_query(at, name, [analysis.compact(word) for word in spelt]) for name in ("identifier", "near")
    ]
    either.append(Query.term_set_query(at, "loose", list(filter(None, map(analysis.loose, spelt)))))
    return {
        **({"identifier": Query.boolean_query([(Occur.Should, query) for query in either])} if spelt else {}),
        "people": Query.term_set_query(at, "people", sorted(forms)),
        "keywords": Query.term_set_query(at, "keywords", stems),
    }


def beginning(words: Sequence[str], at: Schema) -> Query:
    """Entries whose title holds all the words, the last one perhaps unfinished."""
    *whole, last = words
    terms = [(Occur.Must, Query.term_query(at, "title_words", word)) for word in whole]
    return Query.boolean_query([*terms, (Occur.Must, prefix(at, "title_words", last))])


def enough_of(words: int) -> int:
    """How many words of a text an entry must have."""
    return words if words <= ALL_WORDS_UP_TO else max(ALL_WORDS_UP_TO, round(words * SHARE_OF_WORDS))


def prefix(at: Schema, name: str, word: str) -> Query:
    """Documents with a term that begins so."""
    return Query.fuzzy_term_query(at, name, word, distance=0, prefix=True)


def constant(query: Query, score: float) -> Query:
    """The same documents, all with one score."""
    return Query.const_score_query(query, score)


def _phrase(at: Schema, name: str, words: Sequence[tuple[int, str]], *, slop: int) -> Query:
    stems: list[str | tuple[int, str]] = [(place, analysis.stem(word)) for place, word in words]
    if len(stems) == 1:
        return Query.term_query(at, name, analysis.stem(words[0][1]))
    return Query.phrase_query(at, name, stems, slop=slop)
