"""The fields of the index, the same as those of the embedded one, and how text becomes terms."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from learnstead.adapters.search import analysis
from learnstead.ports.search import Entry, Part

# Raise it when the meaning of a field changes: indexes of an older form count as missing and are rebuilt.
FORM = 2
STEMMED, EXACT, FOLDED = "stemmed", "exact", "folded"
MOST_PARTS = 50_000
# As many results as can be paged through: the catalogue is larger only in dreams.
WINDOW = 100_000
# Written to be searched, never read back.
UNREAD = ("inside", "words", "whole", "names", "title_words", "title_key", "titled")


def settings() -> Mapping[str, Any]:
    """Words end at anything but letters and digits, as in the embedded index."""
    words = {"type": "custom", "tokenizer": "words"}
    return {
        "analysis": {
            "tokenizer": {"words": {"type": "pattern", "pattern": r"[^\p{L}\p{N}]+"}},
            "filter": {"english": {"type": "stemmer", "language": "porter2"}},
            "char_filter": {"possessive": {"type": "pattern_replace", "pattern": "['\u2019]s\\b", "replacement": ""}},
            "analyzer": {
                STEMMED: {**words, "filter": ["lowercase", "asciifolding", "english"]},
                EXACT: {**words, "char_filter": ["possessive"], "filter": ["lowercase", "asciifolding"]},
            },
            "normalizer": {FOLDED: {"type": "custom", "filter": ["lowercase"]}},
        },
        # One shard: the scores of a catalogue of this size are comparable only when its words are counted together.
        "number_of_shards": 1,
        "max_result_window": WINDOW,
        "max_inner_result_window": MOST_PARTS,
        "mapping.nested_objects.limit": MOST_PARTS,
        # A deletion outlives any rebuild that may still bring what was deleted.
        "gc_deletes": "1d",
    }


def mappings(facets: Sequence[str]) -> Mapping[str, Any]:
    """An entry is one document with its parts nested in it, so that no reader sees half of one."""
    stemmed, exact = {"type": "text", "analyzer": STEMMED}, {"type": "text", "analyzer": EXACT}
    keyword, number = {"type": "keyword"}, {"type": "double"}
    facet = {"type": "keyword", "fields": {FOLDED: {"type": "keyword", "normalizer": FOLDED}}}
    unread = {"type": "object", "enabled": False}
    return {
        "dynamic": "strict",
        "_source": {"excludes": list(UNREAD)},
        "properties": {
            **dict.fromkeys(("entry", "identifier", "near", "loose", "title_key", "titled"), keyword),
            **dict.fromkeys(("title", "text", "keywords", "whole", "inside"), stemmed),
            **dict.fromkeys(("title_words", "people", "words"), exact),
            # Read as a list of terms, to finish words that somebody began: names are few.
            "names": {**exact, "fielddata": True},
            **dict.fromkeys(("boost", "completeness", "since"), number),
            "recency": {"type": "long"},
            "facets": {"properties": dict.fromkeys(facets, facet)},
            "orders": {"type": "object", "dynamic": True},
            "stored": unread,
            "parts": {"type": "nested", "properties": {"title": stemmed, "text": stemmed, "stored": unread}},
        },
        "dynamic_templates": [
            {"words_to_order_by": {"path_match": "orders.*", "match_mapping_type": "string", "mapping": keyword}},
            {"numbers_to_order_by": {"path_match": "orders.*", "match_mapping_type": "long", "mapping": number}},
        ],
    }


def form(facets: Sequence[str]) -> str:
    """A name for these fields; another name means another index."""
    told = json.dumps([FORM, settings(), mappings(facets)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def document(entry: Entry, facets: Sequence[str]) -> dict[str, Any]:
    """An entry with all that is in it."""
    named = [*entry.identifiers, *entry.keywords]
    inside = "\n".join(chain.from_iterable((part.title, part.text) for part in entry.parts))
    loose = [found for found in map(analysis.loose, entry.identifiers) if found]
    return {
        "entry": entry.id,
        "identifier": [analysis.compact(one) for one in entry.identifiers],
        "near": [analysis.near(one) for one in entry.identifiers],
        "loose": loose,
        "title": entry.title,
        "title_words": entry.title,
        "title_key": f"{titled(analysis.words(entry.title))} {entry.id}",
        "titled": titled(analysis.words(entry.title)),
        "text": entry.text,
        "keywords": "\n".join(entry.keywords),
        "people": "\n".join(entry.people),
        "names": "\n".join((entry.title, *entry.people, *named)),
        "whole": "\n".join((entry.title, *entry.people, *named, entry.text)),
        "inside": inside,
        "words": f"{entry.text}\n{inside}",
        "boost": entry.boost,
        "completeness": entry.completeness,
        "since": entry.aged_since.timestamp() if entry.aged_since else None,
        "recency": entry.recency,
        "facets": {name: list(dict.fromkeys(entry.facets[name])) for name in facets if entry.facets.get(name)},
        "orders": {name: value for name, value in entry.orders.items() if value is not None},
        "stored": dict(entry.stored),
        "parts": [_part(part) for part in entry.parts],
    }


def titled(words: Sequence[str]) -> str:
    """A title by its words."""
    return " ".join(words)[:200]


def _part(part: Part) -> Mapping[str, Any]:
    return {"title": part.title, "text": part.text, "stored": dict(part.stored)}
