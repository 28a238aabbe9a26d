"""The fields of the index: entries in one folder, the parts inside them in another, each with its own statistics."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any
from uuid import uuid4

import msgspec
from tantivy import Document, Schema, SchemaBuilder

from learnstead.adapters.search import analysis
from learnstead.ports.search import Entry, Part

# Raise it when the meaning of a field changes: indexes of an older form count as missing and are rebuilt.
FORM = 5
SERIAL_BITS = 62


@cache
def entries(facets: tuple[str, ...] = ()) -> Schema:
    """``whole`` is all an entry says of itself and ``inside`` what its parts say, both ranked and counted in one pass.

    ``names`` and ``words`` have the words as they are written, for typos and beginnings: of its title, people and
    keywords, and of everything.
    """
    builder = SchemaBuilder()
    for name in ("entry", "identifier", "near", "loose"):
        builder.add_text_field(name, stored=name == "entry", tokenizer_name=analysis.RAW, index_option="basic")
    builder.add_text_field("title", stored=True, tokenizer_name=analysis.STEMMED)
    for name in ("whole", "inside"):
        builder.add_text_field(name, tokenizer_name=analysis.STEMMED)
    builder.add_text_field("text", stored=True, tokenizer_name=analysis.STEMMED, index_option="basic")
    builder.add_text_field("keywords", tokenizer_name=analysis.STEMMED, index_option="basic")
    for name in ("people", "title_words", "names", "words"):
        builder.add_text_field(name, tokenizer_name=analysis.EXACT, index_option="basic")
    builder.add_unsigned_field("serial", fast=True)
    for name in ("stored", "columns"):
        builder.add_bytes_field(name, stored=True)
    for name in facets:  # last, so that the fields before them are the same whatever is counted
        builder.add_text_field(counted(name), tokenizer_name=analysis.RAW, index_option="basic", fast=True)
        builder.add_text_field(folded(name), tokenizer_name=analysis.RAW, index_option="basic")
    return builder.build()


def counted(facet: str) -> str:
    """The field that has the values of a facet as they are shown."""
    return f"value_{facet}"


def folded(facet: str) -> str:
    """The field that has the values of a facet as they are filtered by: upper and lower case alike."""
    return f"folded_{facet}"


def parts() -> Schema:
    """A part knows its entry, to be looked for inside it; ``owner`` is the serial number of the entry."""
    builder = SchemaBuilder()
    builder.add_text_field("entry", stored=True, tokenizer_name=analysis.RAW, index_option="basic")
    for name in ("title", "text"):
        builder.add_text_field(name, stored=True, tokenizer_name=analysis.STEMMED)
    builder.add_unsigned_field("owner", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def form(facets: Sequence[str]) -> str:
    """A name for this schema and this way of reading text; another name means another index."""
    return hashlib.sha256(json.dumps([FORM, *facets]).encode()).hexdigest()[:12]


def new_serial() -> int:
    """A number for one version of an entry; none is given twice."""
    return uuid4().int >> (128 - SERIAL_BITS)


def entry_document(entry: Entry, serial: int, facets: Sequence[str]) -> Document:
    """What of an entry can be searched, shown, filtered and sorted by."""
    document = Document()
    document.add_text("entry", entry.id)
    document.add_unsigned("serial", serial)
    for identifier in entry.identifiers:
        document.add_text("identifier", analysis.compact(identifier))
        document.add_text("near", analysis.near(identifier))
        document.add_text("loose", analysis.loose(identifier))
    named = [*entry.identifiers, *entry.keywords]
    document.add_text("title", entry.title)
    document.add_text("title_words", entry.title)
    document.add_text("text", entry.text)
    document.add_text("keywords", "\n".join(entry.keywords))
    document.add_text("people", "\n".join(entry.people))
    document.add_text("names", "\n".join((entry.title, *entry.people, *named)))
    document.add_text("whole", "\n".join((entry.title, *entry.people, *named, entry.text)))
    inside = "\n".join(chain.from_iterable((part.title, part.text) for part in entry.parts))
    document.add_text("inside", inside)
    document.add_text("words", f"{entry.text}\n{inside}")
    document.add_bytes("stored", msgspec.json.encode(entry.stored))
    document.add_bytes("columns", msgspec.json.encode(_columns(entry)))
    for name in facets:
        values = entry.facets.get(name, ())
        for value in dict.fromkeys(values):
            document.add_text(counted(name), value)
        for value in dict.fromkeys(map(str.casefold, values)):
            document.add_text(folded(name), value)
    return document


def part_document(entry: Entry, serial: int, part: Part) -> Document:
    """What of a part can be searched and shown."""
    document = Document()
    document.add_text("entry", entry.id)
    document.add_unsigned("owner", serial)
    document.add_text("title", part.title)
    document.add_text("text", part.text)
    document.add_bytes("stored", msgspec.json.encode(part.stored))
    return document


def _columns(entry: Entry) -> Mapping[str, Any]:
    return {
        "title": " ".join(analysis.words(entry.title)),
        "boost": entry.boost,
        "completeness": entry.completeness,
        "since": _seconds(entry.aged_since),
        "recency": entry.recency,
        "orders": entry.orders,
    }


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
