"""Turns what somebody looks for into OpenSearch's query language; weights are those of the embedded index."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from learnstead.adapters.opensearch import mapping
from learnstead.adapters.opensearch.mapping import FOLDED
from learnstead.adapters.search import analysis, matching
from learnstead.adapters.search.matching import Unit, Wanted, Word, enough_of
from learnstead.adapters.search.ranking import SECONDS_IN_A_YEAR
from learnstead.adapters.search.spelling import COMPLETED_FROM
from learnstead.kernel import clock
from learnstead.ports.search import Query, Ranking, Sort

Clause = Mapping[str, Any]
FRAGMENT = 240
NOTHING: Clause = {"match_none": {}}
# What the embedded index computes over its columns, in the words of the engine.
SCORE = """
double near = params.near.getOrDefault(doc['entry'].value, 0.0);
double score = params.combined ? params.share * _score / params.best + (1 - params.share) * near : _score;
double since = doc['since'].size() == 0 ? params.now : doc['since'].value;
double age = Math.max(0.0, 1 - params.decay * Math.max(0.0, (params.now - since) / params.year));
double whole = 1 - params.penalty * (1 - doc['completeness'].value);
return Math.max(0.0, score * (params.boosted ? doc['boost'].value : 1.0) * whole * age);
"""
# Words in the order they were typed, inside, are worth so much of what they are worth outside.
IN_ORDER_INSIDE = 0.5


def matching_words(wanted: Wanted, *, content_weight: float, any_word: bool) -> Clause:
    """Entries with enough of the words; order, phrases and identifiers lift those that have them."""
    if not wanted.units:
        return NOTHING
    inside = matching.INSIDE * content_weight
    enough = 1 if any_word else enough_of(len(wanted.units))
    units = [_unit(unit, inside, any_word=any_word) for unit in wanted.units]
    by_words = {"bool": {"should": units, "minimum_should_match": enough}}
    must = [_best([by_words, *_identifiers(wanted)])]
    must += [_phrase(phrase, inside, slop=0) for phrase in wanted.phrases]
    return {"bool": {"must": must, "should": list(_bonuses(wanted, inside))}}


def scored(words: Clause | None, named: Clause, query: Query, *, best: float) -> Clause:
    """What the words match and what is near in meaning, with the score of both; None: everything.

    What is ``named`` scores above all that is not.
    """
    if words is None:
        either: list[Clause] = [{"constant_score": {"filter": {"match_all": {}}, "boost": 0.0}}]
    else:
        either = [_at_least(words, query.ranking)] if query.by_words else []
        near = {"terms": {"entry": list(query.nearest)}}
        either += [{"constant_score": {"filter": near, "boost": 0.0}}] if query.nearest else []
    among = {"bool": {"should": either, "minimum_should_match": 1}} if either else NOTHING
    weighed = {"script_score": {"query": among, "script": {"source": SCORE, "params": _numbers(query, best)}}}
    if words is None or not query.by_words:
        return weighed
    lifted = {"bool": {"must": [named], "boost": 1.0 if query.nearest else best}}
    return {"bool": {"must": [weighed], "should": [lifted]}}


def naming(wanted: Wanted, *, content_weight: float) -> Clause:
    """What has the text for its title, and what says all of many words in their order."""
    titled = mapping.titled(analysis.words(wanted.text))
    either = [_constant({"term": {"titled": titled}}, matching.ENTITLED)]
    if len(wanted.sentence) >= matching.QUOTED_FROM:
        first, last = wanted.sentence[0][0], wanted.sentence[-1][0]
        spoken = " ".join(analysis.words(wanted.text)[first : last + 1])
        places = ("whole", "inside") if content_weight else ("whole",)
        said = [{"match_phrase": {name: {"query": spoken}}} for name in places]
        either.append(_constant({"bool": {"should": said}}, matching.QUOTED))
    return _best(either)


def _at_least(words: Clause, ranking: Ranking) -> Clause:
    return {"function_score": {"query": words, "min_score": ranking.min_score}} if ranking.min_score else words


def _numbers(query: Query, best: float) -> Mapping[str, Any]:
    ranking = query.ranking
    return {
        "near": dict(query.nearest),
        "combined": bool(query.nearest),
        "share": query.keyword_share,
        "best": best,
        "now": (ranking.now or clock.now()).timestamp(),
        "year": SECONDS_IN_A_YEAR,
        "decay": ranking.yearly_decay,
        "penalty": ranking.incompleteness_penalty,
        "boosted": ranking.boosted,
    }


def ordered(query: Query) -> list[Clause]:
    """How results are sorted; the id decides between equals, what has no value comes last."""
    tie: Clause = {"entry": "asc"}
    if query.order:
        way = "desc" if query.order.startswith("-") else "asc"
        field = f"orders.{query.order.removeprefix('-')}"
        return [{field: {"order": way, "missing": "_last", "unmapped_type": "keyword"}}, tie]
    if query.sort == Sort.TITLE:
        return [{"title_key": "asc"}]
    if query.sort == Sort.NEWEST or not (query.text.strip() or query.nearest):
        return [{"recency": "desc"}, tie]
    return [{"_score": "desc"}, tie]


def filters(query: Query, *, but: str = "") -> list[Clause]:
    """Each filter of a query as a clause, perhaps but one; upper and lower case are alike."""
    return [
        {"terms": {f"facets.{name}.{FOLDED}": [value.casefold() for value in values]}}
        for name, values in query.filters.items()
        if values and name != but
    ]


def counting(query: Query, facets: Sequence[str], most_values: int) -> Mapping[str, Any]:
    """The counts of each facet, as if it were not filtered by itself."""
    return {
        name: {
            "filter": {"bool": {"filter": filters(query, but=name)}},
            "aggs": {"values": {"terms": {"field": f"facets.{name}", "size": most_values}}},
        }
        for name in query.facets
        if name in facets
    }


def named_places(wanted: Wanted) -> list[Clause]:
    """For each place that people know by name, whether any of the words is there."""
    if not wanted.units:
        return []
    forms = _forms(wanted)
    text = " ".join(forms)
    spelt = list(dict.fromkeys(analysis.identifiers_in(wanted.text)))
    compact, loose = [analysis.compact(one) for one in spelt], [one for one in map(analysis.loose, spelt) if one]
    numbered = [{"terms": {"identifier": compact}}, {"terms": {"near": compact}}, {"terms": {"loose": loose}}]
    places: list[Clause] = [{"bool": {"should": numbered, "_name": "identifier"}}]
    places += [
        {"match": {name: {"query": text, "_name": name}}} for name in ("title", "people", "keywords", "text") if text
    ]
    return places


def parts(wanted: Wanted, *, any_word: bool) -> Clause:
    """Parts with enough of the words, in their title or their text."""
    units = [
        _best([_in_part(form, worth) for word in unit.words for form, worth in word.forms] or [NOTHING])
        for unit in wanted.units
    ]
    enough = 1 if any_word else enough_of(len(units))
    phrases = [
        _best([{"match_phrase": {f"parts.{name}": " ".join(phrase)}} for name in ("title", "text")])
        for phrase in wanted.phrases
    ]
    pairs = [
        _best(
            [
                {
                    "match_phrase": {
                        f"parts.{name}": {"query": f"{one[1]} {other[1]}", "slop": 1, "boost": matching.PAIR}
                    }
                }
                for name in ("title", "text")
            ]
        )
        for one, other in pairwise(wanted.sentence)
    ]
    among = {"bool": {"should": units, "minimum_should_match": enough}}
    return {"bool": {"must": [among, *phrases], "should": pairs}}


def marks(wanted: Wanted, names: Mapping[str, int]) -> Clause:
    """Marks of the words in these fields, as safe HTML; a field with 0 fragments is marked as a whole."""
    text = " ".join(_forms(wanted))
    fields = {
        name: {
            "number_of_fragments": fragments,
            "fragment_size": FRAGMENT,
            "highlight_query": {"match": {name: text}} if text else NOTHING,
        }
        for name, fragments in names.items()
    }
    return {"encoder": "html", "pre_tags": ["<mark>"], "post_tags": ["</mark>"], "fields": fields}


def _forms(wanted: Wanted) -> list[str]:
    forms = {form for word in wanted.words for form, _ in word.forms}
    return sorted(forms | {word for unit in wanted.units for other in unit.synonyms for word in other})


def _unit(unit: Unit, inside: float, *, any_word: bool) -> Clause:
    words = [_word(word, inside) for word in unit.words]
    enough = 1 if any_word else len(words)
    itself = words[0] if len(words) == 1 else {"bool": {"should": words, "minimum_should_match": enough}}
    others = [
        _phrase(other, inside, slop=1, boost=matching.SYNONYM)
        if len(other) > 1
        else _form(other[0], matching.SYNONYM, inside)
        for other in unit.synonyms
    ]
    return _best([itself, *others])


def _word(word: Word, inside: float) -> Clause:
    """One word; the form of it that is worth most counts."""
    forms = [_form(form, worth, inside) for form, worth in word.forms]
    if analysis.has_digit(word.text):
        forms += [
            _constant({"term": {"identifier": word.text}}, matching.IDENTIFIER),
            _constant({"term": {"near": word.text}}, matching.NEAR_IDENTIFIER),
        ]
    return _best(forms or [_unfinished(word.text)])


def _unfinished(word: str) -> Clause:
    """A word that is known nowhere, and looks like none that is, may be the beginning of one in a text."""
    if len(word) < COMPLETED_FROM:
        return NOTHING
    return _constant({"prefix": {"words": word}}, matching.COMPLETED)


def _form(word: str, worth: float, inside: float) -> Clause:
    weights = {"whole": matching.WHOLE, "title": matching.TITLE, "people": matching.PEOPLE}
    outside = {"bool": {"should": [_match(name, word, weight * worth) for name, weight in weights.items()]}}
    if not inside:
        return outside
    either = [outside, _match("inside", word, inside * worth)]
    return {"dis_max": {"queries": either, "tie_breaker": matching.LESSER_PLACE}}


def _in_part(word: str, worth: float) -> Clause:
    either = [_match(f"parts.{name}", word, worth) for name in ("title", "text")]
    return {"dis_max": {"queries": either, "tie_breaker": matching.LESSER_PLACE}}


def _identifiers(wanted: Wanted) -> Iterator[Clause]:
    """An identifier that punctuation or spaces split into several words: "6.034", "6-034", "ES 293"."""
    alone = {word.text for word in wanted.words}
    spelt = dict.fromkeys(analysis.identifiers_in(wanted.text))
    if joined := [word for word in map(analysis.compact, spelt) if word not in alone]:
        yield _constant({"terms": {"identifier": joined}}, matching.IDENTIFIER)
        yield _constant({"terms": {"near": joined}}, matching.NEAR_IDENTIFIER)
    if loose := [found for found in map(analysis.loose, spelt) if found]:
        yield _constant({"terms": {"loose": loose}}, matching.LOOSE_IDENTIFIER)


def _bonuses(wanted: Wanted, inside: float) -> Iterator[Clause]:
    """Words in the order they were typed."""
    for one, other in pairwise(wanted.sentence):
        if one[1] != other[1]:
            yield _phrase((one[1], other[1]), inside, slop=other[0] - one[0], boost=matching.PAIR)
    if len(wanted.sentence) > matching.ALL_WORDS_UP_TO:
        text = " ".join(word for _, word in wanted.sentence)
        yield {"match_phrase": {"title": {"query": text, "slop": 1, "boost": matching.WHOLE_TITLE}}}


def _phrase(words: Sequence[str], inside: float, *, slop: int, boost: float = 1.0) -> Clause:
    places = {**matching.ORDER, "inside": IN_ORDER_INSIDE * inside}
    text = " ".join(words)
    return _best(
        [
            {"match_phrase": {name: {"query": text, "slop": slop, "boost": worth * boost}}}
            for name, worth in places.items()
            if worth
        ]
    )


def _match(name: str, word: str, boost: float) -> Clause:
    return {"match": {name: {"query": word, "boost": boost}}}


def _constant(clause: Clause, score: float) -> Clause:
    return {"constant_score": {"filter": clause, "boost": score}}


def _best(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else {"dis_max": {"queries": list(clauses)}}
