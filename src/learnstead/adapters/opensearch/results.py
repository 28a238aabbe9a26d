"""Reads OpenSearch's answers as the port's results, and says what to ask for."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from learnstead.adapters.opensearch import asking
from learnstead.adapters.opensearch.words import AskedWords
from learnstead.adapters.search import analysis
from learnstead.adapters.search.matching import Wanted
from learnstead.ports.search import Hit, Inside, PartHit, Query, Results, Suggestion

SHOWN = ["entry", "title", "stored"]
MOST_FACET_VALUES = 10_000
MOST_CONSIDERED = 200
# With fewer results than this that have enough of the words, those with any of them follow.
FEW = 20


def page_body(wanted: Wanted, query: Query, scored: Mapping[str, Any], facets: Sequence[str]) -> Mapping[str, Any]:
    """One page of results with its counts; what names places and parts is asked of what matches, and scores nothing."""
    told = asking.named_places(wanted)
    if wanted.units:
        best_part = {"size": 1, "_source": ["parts.title", "parts.stored"], "highlight": _part_marks(wanted)}
        inside = {"path": "parts", "query": asking.parts(wanted, any_word=True), "inner_hits": best_part}
        told = [*told, {"nested": inside}]
    among: dict[str, Any] = {"bool": {"must": [scored]}}
    if told:
        among["bool"]["should"] = [{"bool": {"should": told, "boost": 0.0}}]
    return {
        "query": among,
        "post_filter": {"bool": {"filter": asking.filters(query)}},
        "aggs": asking.counting(query, facets, MOST_FACET_VALUES),
        "sort": asking.ordered(query),
        "track_scores": True,
        "track_total_hits": True,
        "from": query.offset,
        "size": query.limit,
        "_source": SHOWN,
        "highlight": asking.marks(wanted, {"title": 0, "text": 1}),
    }


def results(answer: Mapping[str, Any], wanted: Wanted, query: Query, *, relaxed: bool) -> Results:
    """A page of results."""
    return Results(
        total=int(answer["hits"]["total"]["value"]),
        hits=[_hit(found, query) for found in answer["hits"]["hits"]],
        facets={
            name: _counts(answer["aggregations"][name])
            for name in query.facets
            if name in answer.get("aggregations", {})
        },
        relaxed=relaxed,
        did_you_mean=wanted.corrected,
    )


def _hit(found: Mapping[str, Any], query: Query) -> Hit:
    source, marked = found["_source"], found.get("highlight", {})
    parts = found.get("inner_hits", {}).get("parts", {}).get("hits", {}).get("hits", [])
    where = [
        name
        for name in ("identifier", "title", "people", "keywords", "text")
        if name in found.get("matched_queries", ())
    ]
    name = str(source["entry"])
    return Hit(
        id=name,
        score=round(float(found["_score"] or 0.0), 6),
        title=_marked(marked, "title") or escape(source["title"]),
        highlight=_marked(marked, "text"),
        stored=source.get("stored") or {},
        part=_part(parts[0]) if parts else None,
        matched=[*where, *(["part"] if parts else ()), *(["meaning"] if name in query.nearest else ())],
        explanation={"similarity": query.nearest.get(name, 0.0), "score": float(found["_score"] or 0.0)},
    )


def _part(found: Mapping[str, Any]) -> PartHit:
    source, marked = found["_source"], found.get("highlight", {})
    return PartHit(
        title=_marked(marked, "parts.title") or escape(source["title"]),
        highlight=_marked(marked, "parts.text"),
        stored=source.get("stored") or {},
    )


def _marked(marked: Mapping[str, Sequence[str]], name: str) -> str:
    """What was marked in a field; a slash needs no escape in HTML and gets none anywhere else."""
    return "".join(marked.get(name, ())).replace("&#x2F;", "/")


def _part_marks(wanted: Wanted) -> Mapping[str, Any]:
    return asking.marks(wanted, {"parts.title": 0, "parts.text": 1})


def _counts(facet: Mapping[str, Any]) -> list[tuple[str, int]]:
    counted = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in facet["values"]["buckets"]]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def inside_body(entry: str, among: Mapping[str, Any], wanted: Wanted, offset: int, limit: int) -> Mapping[str, Any]:
    """The parts of one entry that match."""
    hits = {
        "from": offset,
        "size": max(limit, 0),
        "_source": ["parts.title", "parts.stored"],
        "highlight": _part_marks(wanted),
    }
    nested = {"nested": {"path": "parts", "query": among, "inner_hits": hits}}
    return {"size": 1, "_source": False, "query": {"bool": {"filter": [{"term": {"entry": entry}}], "must": [nested]}}}


def inside(answer: Mapping[str, Any]) -> Inside:
    """The parts of one entry."""
    for found in answer["hits"]["hits"]:
        told = found["inner_hits"]["parts"]["hits"]
        return Inside(total=int(told["total"]["value"]), parts=[_part(one) for one in told["hits"]])
    return Inside(total=0, parts=())


def suggestions(
    text: str, lexicon: AskedWords, ask: Callable[[Mapping[str, Any]], Mapping[str, Any]], *, limit: int
) -> list[Suggestion]:
    """By number first, then by title; as if well spelt when nothing begins so."""
    words = analysis.words(text)[:40]
    if not words or limit < 1:
        return []
    respelt = [word if lexicon.known(word) else next((one for one, _ in lexicon.meant(word)), word) for word in words]
    asked = [*((clause, words) for clause in _numbered(text)), (_titled(words), words)]
    asked += [(_titled(respelt), respelt)] if respelt != words else []
    for clause, typed in asked:
        body = {
            "size": MOST_CONSIDERED,
            "query": clause,
            "_source": [*SHOWN, "boost", "completeness"],
            "sort": ["entry"],
        }
        found = [hit["_source"] for hit in ask(body)["hits"]["hits"]]
        if found:
            beginning = " ".join(typed)
            found.sort(key=lambda one: _place(one, beginning))
            return [Suggestion(str(one["title"]), one.get("stored") or {}) for one in found[:limit]]
    return []


def _place(source: Mapping[str, Any], typed: str) -> tuple[bool, float, int, str, str]:
    """Titles that begin with what was typed, then what is worth more, then short titles, then by title."""
    title = " ".join(analysis.words(source["title"]))
    worth = float(source["boost"]) * float(source["completeness"])
    return not title.startswith(typed), -worth, len(title), title, str(source["entry"])


def _numbered(text: str) -> list[Mapping[str, Any]]:
    identifier = analysis.compact(text)
    if not analysis.has_digit(identifier) or len(identifier) > analysis.LONGEST_TERM:
        return []
    either: list[Mapping[str, Any]] = [{"prefix": {"identifier": identifier}}]
    if loose := analysis.loose(text):
        either.append({"term": {"loose": loose}})
    return [{"bool": {"should": either}}]


def _titled(words: Sequence[str]) -> Mapping[str, Any]:
    *whole, last = words
    terms: list[Mapping[str, Any]] = [{"term": {"title_words": word}} for word in whole]
    return {"bool": {"filter": [*terms, {"prefix": {"title_words": last}}]}}
